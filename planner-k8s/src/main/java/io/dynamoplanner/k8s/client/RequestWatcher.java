package io.dynamoplanner.k8s.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener about every answer, each one once.
 *
 * <p>A watch is a web socket. The client reports a refused one several times after the fact but only once as a failure, and
 * an accepted one only after the fact; hence the two places.
 */
final class RequestWatcher implements Interceptor {
    static final String NAME = "request-watcher";

    private static final int SWITCHING_PROTOCOLS = 101;

    private final RequestListener listener;

    RequestWatcher(RequestListener listener) {
        this.listener = listener;
    }

    @Override
    public void after(
            HttpRequest request, HttpResponse<?> response, AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
        boolean webSocket = consumer == null;
        if (!webSocket || response.code() == SWITCHING_PROTOCOLS || response.code() == HttpURLConnection.HTTP_OK) {
            answered(request, response.code());
        }
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        answered(response.request(), response.code());
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(
            HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        answered(request, 0);
    }

    private void answered(HttpRequest request, int status) {
        listener.answered(ApiRequest.of(request.method(), request.uri(), status));
    }
}
