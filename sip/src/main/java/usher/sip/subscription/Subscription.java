package usher.sip.subscription;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Peer;
import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.subscription.NotifierState.Input;
import usher.sip.subscription.NotifierState.Step;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Timers.Timer;

/** One subscription and its dialog. {@link NotifierState} draws when it notifies. */
final class Subscription implements ClientTransactionUser {
  /** The longest that a phone can put off a notification. */
  private static final long POSTPONED_MAX_S = 60;

  private final Subscriptions all;
  private final Peer peer;
  private final String account;
  private final Subject subject;
  private NotifierState state = NotifierState.QUIET;
  private Ending ending = Ending.TIMEOUT;

  private long expiresAtNs;
  private @Nullable Timer expiry;
  private @Nullable Timer rest;

  /**
   * What is watched.
   *
   * @param events how
   * @param event the value of Event, as the subscriber wrote it: notifications repeat its id
   */
  record Subject(View view, EventPackage events, String event) {}

  Subscription(Subscriptions all, Peer peer, String account, Subject subject) {
    this.all = all;
    this.peer = peer;
    this.account = account;
    this.subject = subject;
  }

  Peer peer() {
    return peer;
  }

  String account() {
    return account;
  }

  View view() {
    return subject.view();
  }

  EventPackage events() {
    return subject.events();
  }

  /** Lasts so long from now on, and the subscriber is told how things stand; 0 ends it. */
  void extend(long expiresS) {
    stop(expiry);
    if (expiresS == 0) {
      end(Ending.TIMEOUT);
      return;
    }
    long lengthNs = TimeUnit.SECONDS.toNanos(expiresS);
    expiresAtNs = all.nowNs() + lengthNs;
    expiry = all.schedule(lengthNs, () -> end(Ending.TIMEOUT));
    view().again();
    take(Input.CHANGED);
  }

  /** Looks whether there is something to tell. */
  void look() {
    Ending gone = view().gone();
    if (gone != null) {
      end(gone);
    } else if (view().isNews()) {
      take(Input.CHANGED);
    }
  }

  void end(Ending why) {
    ending = why;
    stop(expiry);
    take(Input.ENDED);
  }

  boolean isEnding() {
    return switch (state) {
      case SENT_ENDING, LAST_SENT, OVER -> true;
      case QUIET, SENT, SENT_CHANGED, RESTING, RESTING_CHANGED -> false;
    };
  }

  private void take(Input input) {
    take(input, events().restNs());
  }

  private void take(Input input, long restNs) {
    Step step = state.on(input);
    state = step.next();
    switch (step.deed()) {
      case NOTHING -> {}
      case NOTIFY -> tell();
      case LAST -> sendLast();
      case REST -> rest = all.schedule(restNs, () -> take(Input.RESTED));
      case FORGET -> forget();
    }
  }

  private void tell() {
    send("active;expires=" + leftS());
    if (view().isNews()) {
      take(Input.CHANGED);
    }
  }

  private long leftS() {
    return TimeUnit.NANOSECONDS.toSeconds(Math.max(0, expiresAtNs - all.nowNs()));
  }

  private void sendLast() {
    stop(rest);
    send("terminated;reason=" + ending.reason());
  }

  private void send(String subscriptionState) {
    SipWriter notify =
        peer.nextRequest("NOTIFY")
            .header(Header.CONTACT, all.contact(peer.flow()))
            .header(Header.EVENT, subject.event())
            .header(Header.SUBSCRIPTION_STATE, subscriptionState)
            .header(Header.USER_AGENT, all.product());
    if (view() instanceof LampList) {
      notify.header(Header.REQUIRE, LampList.OPTION);
    }
    Document document = view().tell();
    if (document != null) {
      notify.body(document.contentType(), document.bytes());
    }
    all.transactions().send(notify.toRequest(), peer.flow(), this);
  }

  private void forget() {
    stop(expiry);
    stop(rest);
    all.forget(this);
  }

  private static void stop(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  // ---- what becomes of a NOTIFY

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isSuccess()) {
      take(Input.DELIVERED);
    } else if (!response.isProvisional()) {
      refused(response.header(Header.RETRY_AFTER));
    }
  }

  /**
   * RFC 6665 4.2.2: failed is what has "no Retry-After header field and no implied further action
   * that can be taken". A challenge is not answered: we have no credentials for a phone.
   */
  private void refused(@Nullable String retryAfter) {
    if (retryAfter == null) {
      take(Input.FAILED);
    } else {
      view().again();
      take(Input.POSTPONED, Math.max(events().restNs(), postponedNs(retryAfter)));
    }
  }

  private static long postponedNs(String retryAfter) {
    long seconds = Seconds.of(retryAfter, POSTPONED_MAX_S);
    return TimeUnit.SECONDS.toNanos(Math.min(seconds, POSTPONED_MAX_S));
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    take(Input.FAILED);
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    take(Input.FAILED);
  }
}
