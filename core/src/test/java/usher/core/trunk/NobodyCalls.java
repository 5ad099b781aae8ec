package usher.core.trunk;

import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.TransactionUser;
import usher.sip.transport.Flow;

/** For tests in which nothing is asked of us. */
final class NobodyCalls implements TransactionUser {
  @Override
  public void onRequest(ServerTransaction transaction) {}

  @Override
  public void onAck(SipRequest ack, Flow flow) {}

  @Override
  public void onCancel(ServerTransaction invite, @Nullable SipRequest cancel) {}

  @Override
  public void onStrayResponse(SipResponse response, Flow flow) {}

  @Override
  public void onServerTransactionFailed(Flow flow) {}
}
