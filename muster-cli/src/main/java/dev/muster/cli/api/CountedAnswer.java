package dev.muster.cli.api;

import dev.muster.format.HowFar;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer of which it is told how much has come. */
final class CountedAnswer<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> whole;
    private final long all;
    private final HowFar howFar;
    private long sum;

    /** @param all bytes that the server announced; 0 when it did not */
    CountedAnswer(BodySubscriber<T> whole, long all, HowFar howFar) {
        this.whole = whole;
        this.all = all;
        this.howFar = howFar;
    }

    @Override
    public CompletionStage<T> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        howFar.at("bytes", 0, all);
        whole.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        sum += bytes.stream().mapToLong(ByteBuffer::remaining).sum();
        whole.onNext(bytes);
        howFar.at("bytes", sum, all);
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
