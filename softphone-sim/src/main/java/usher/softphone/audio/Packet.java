package usher.softphone.audio;

/**
 * What the header of an RTP packet says (RFC 3550 5.1).
 *
 * @param source SSRC
 * @param number 16 bits
 * @param timestamp 32 bits, in units of 1/8000 s
 */
public record Packet(int source, int number, long timestamp) {}
