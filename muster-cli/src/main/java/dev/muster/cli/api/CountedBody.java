package dev.muster.cli.api;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/**
 * A body that says how much of it the connection has taken.
 *
 * @param taken told the sum of bytes, on the connection's thread
 */
record CountedBody(BodyPublisher whole, LongConsumer taken) implements BodyPublisher {
    @Override
    public long contentLength() {
        return whole.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        whole.subscribe(new Flow.Subscriber<>() {
            private long sum;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                sum += bytes.remaining();
                subscriber.onNext(bytes);
                taken.accept(sum);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
