package io.dynamoplanner.metrics.prometheus;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of an answer up to a number of bytes, then hangs up: a server that has lost its mind must not fill
 * the heap. Empty if there was more than allowed.
 */
final class LimitedBody implements HttpResponse.BodySubscriber<Optional<byte[]>> {
    private final int limit;
    private final CompletableFuture<Optional<byte[]>> content = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
        return content;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (content.isDone()) {
                return;
            }
            if (buffer.remaining() > limit - bytes.size()) {
                Objects.requireNonNull(subscription, "subscription").cancel();
                content.complete(Optional.empty());
                return;
            }
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
    }

    @Override
    public void onError(Throwable error) {
        content.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        content.complete(Optional.of(bytes.toByteArray()));
    }
}
