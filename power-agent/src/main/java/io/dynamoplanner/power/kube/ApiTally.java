package io.dynamoplanner.power.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the requests to the API server, each answer once. */
public final class ApiTally implements Interceptor {
    static final String NAME = "api-tally";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;

    private final Map<Call, LongAdder> calls = new ConcurrentHashMap<>();
    private final LongAdder failedLists = new LongAdder();

    /**
     * One kind of request.
     *
     * @param verb {@code list}, {@code watch}, or the HTTP method in lower case
     * @param status of the answer; 0 if there was none
     */
    public record Call(String verb, int status) {}

    /** How many requests there were. */
    public Map<Call, Long> counts() {
        var counts = new TreeMap<Call, Long>((a, b) -> a.toString().compareTo(b.toString()));
        calls.forEach((call, count) -> counts.put(call, count.sum()));
        return counts;
    }

    /** How many requests there were with this verb. */
    public long count(String verb) {
        return calls.entrySet().stream()
                .filter(entry -> entry.getKey().verb.equals(verb))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** How many lists or watches were refused or not answered. */
    public long failedLists() {
        return failedLists.sum();
    }

    @Override
    public void after(
            HttpRequest request, HttpResponse<?> response, AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
        boolean webSocket = consumer == null;
        // of a refused web socket the client tells more than once; as a failure it does so only once
        if (!webSocket || response.code() == SWITCHING_PROTOCOLS || response.code() == OK) {
            count(request, response.code());
        }
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        count(response.request(), response.code());
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(
            HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        count(request, 0);
    }

    private void count(HttpRequest request, int status) {
        String query = String.valueOf(request.uri().getQuery());
        String verb = request.method().toLowerCase(Locale.ROOT);
        if (verb.equals("get") && query.contains("fieldSelector")) {
            verb = query.contains("watch=true") ? "watch" : "list";
        }
        boolean good = status == SWITCHING_PROTOCOLS || (status >= OK && status < 300);
        if (!good && (verb.equals("list") || verb.equals("watch"))) {
            failedLists.increment();
        }
        calls.computeIfAbsent(new Call(verb, status), call -> new LongAdder()).increment();
    }
}
