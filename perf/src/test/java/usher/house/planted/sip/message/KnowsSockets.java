package usher.house.planted.sip.message;

import io.netty.buffer.ByteBuf;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;

/** An address is a value and may be known; a socket and a buffer of Netty's may not. */
record KnowsSockets(DatagramSocket socket, List<ByteBuf[]> buffers, InetSocketAddress address) {}
