package org.conclave.libp2p.internal.host;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Hands the input of a stream to a subscriber, as much as it asks for. */
final class InputSubscription implements Flow.Subscription, StreamInput.Consumer {
  private final StreamInput input;
  private final Flow.Subscriber<? super ByteBuffer> subscriber;
  private long demand;
  private boolean done;
  private boolean delivering;

  InputSubscription(StreamInput input, Flow.Subscriber<? super ByteBuffer> subscriber) {
    this.input = input;
    this.subscriber = subscriber;
  }

  @Override
  public void request(long n) {
    input.execute(
        () -> {
          if (n <= 0) {
            if (!done) {
              done = true;
              subscriber.onError(new IllegalArgumentException("a request for " + n));
              input.reset();
            }
            return;
          }
          demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
          readable();
        });
  }

  @Override
  public void cancel() {
    input.execute(
        () -> {
          if (!done) {
            done = true;
            input.stopReading();
          }
        });
  }

  @Override
  public void readable() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (!done && demand > 0) {
        ByteBuffer chunk = input.next();
        if (chunk == null) {
          break;
        }
        demand--;
        subscriber.onNext(chunk);
      }
      Throwable failure = input.failure();
      if (!done && failure != null) {
        failed(failure);
      } else if (!done && input.ended()) {
        done = true;
        subscriber.onComplete();
      }
    } finally {
      delivering = false;
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (!done) {
      done = true;
      subscriber.onError(cause);
    }
  }
}
