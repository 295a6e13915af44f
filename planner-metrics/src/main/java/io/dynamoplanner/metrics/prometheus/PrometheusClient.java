package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.metrics.prometheus.QueryResult.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a Prometheus server, many queries at a time. Whatever happens becomes a {@link QueryResult}; nothing is thrown for
 * a server that is down, slow or wrong. May be used by several threads.
 */
public final class PrometheusClient implements AutoCloseable {
    /** More than a day of one-minute windows of a hundred graphs. */
    private static final int LARGEST_ANSWER = 32 << 20;

    private final PrometheusEndpoint endpoint;
    private final int largestAnswer;
    private final Connection connection;
    private final Requests requests;
    private final AnswerParser parser = new AnswerParser();
    private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public PrometheusClient(PrometheusEndpoint endpoint) {
        this(endpoint, LARGEST_ANSWER);
    }

    /**
     * A client with its own limit.
     *
     * @param largestAnswer bytes; a larger answer is not read to its end
     */
    PrometheusClient(PrometheusEndpoint endpoint, int largestAnswer) {
        this.endpoint = endpoint;
        this.largestAnswer = largestAnswer;
        this.connection = new Connection(endpoint);
        this.requests = new Requests(endpoint);
    }

    public PrometheusEndpoint endpoint() {
        return endpoint;
    }

    /** Asks all queries at once; the results are in their order. Takes no longer than the deadline of the endpoint. */
    public List<QueryResult> ask(List<? extends PrometheusQuery> queries) {
        return batch().ask(queries);
    }

    /** Rounds of queries that share one deadline, which begins now. */
    public Batch batch() {
        return new Batch(System.nanoTime() + endpoint.deadline().toNanos());
    }

    /** Ends what is under way: those who wait get {@link Failure#STOPPED} at once. */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(future -> future.cancel(true));
    }

    /** Rounds of queries with one deadline. */
    public final class Batch {
        private final long end;

        private Batch(long end) {
            this.end = end;
        }

        /** Asks all queries at once; the results are in their order. */
        public List<QueryResult> ask(List<? extends PrometheusQuery> queries) {
            var results = new ArrayList<>(round(queries));
            // A server or a proxy may close a kept connection at the moment that it is used. Queries change nothing, so
            // that they can be asked again; once, so that a server that always hangs up is found out.
            List<Integer> broken = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof QueryResult.Failed f && f.why() == Failure.BROKEN) {
                    broken.add(i);
                }
            }
            List<QueryResult> again = round(broken.stream().map(queries::get).toList());
            for (int i = 0; i < again.size(); i++) {
                results.set(broken.get(i), again.get(i));
            }
            return List.copyOf(results);
        }

        private List<QueryResult> round(List<? extends PrometheusQuery> queries) {
            List<Sent> sent = queries.stream().map(this::send).toList();
            CompletableFuture<?>[] responses = sent.stream()
                    .filter(Sent.Pending.class::isInstance)
                    .map(s -> ((Sent.Pending) s).response())
                    .toArray(CompletableFuture<?>[]::new);
            boolean interrupted = await(responses);
            List<QueryResult> results =
                    sent.stream().map(s -> result(s, interrupted)).toList();
            inFlight.removeIf(CompletableFuture::isDone);
            return results;
        }

        private Sent send(PrometheusQuery query) {
            long left = end - System.nanoTime();
            if (closed) {
                return new Sent.Not(stopped());
            }
            if (left <= 0) {
                return new Sent.Not(late());
            }
            HttpRequest request;
            Credentials credentials;
            try {
                credentials = Credentials.of(endpoint);
            } catch (IOException e) {
                return new Sent.Not(QueryResult.failed(Failure.CREDENTIALS, Failures.first(e)));
            }
            HttpClient http;
            try {
                http = connection.client();
            } catch (IOException | GeneralSecurityException e) {
                return new Sent.Not(QueryResult.failed(Failure.TLS, Failures.first(e)));
            }
            Duration timeout =
                    Duration.ofNanos(Math.min(left, endpoint.requestTimeout().toNanos()));
            request = requests.of(query, credentials, timeout);
            CompletableFuture<HttpResponse<Optional<byte[]>>> response =
                    http.sendAsync(request, info -> new LimitedBody(largestAnswer));
            inFlight.add(response);
            if (closed) {
                response.cancel(true);
            }
            return new Sent.Pending(query, credentials, response);
        }

        /** Waits for all, at most until the deadline; whether the thread was interrupted. */
        private boolean await(CompletableFuture<?>[] responses) {
            try {
                CompletableFuture.allOf(responses).get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            } catch (ExecutionException | TimeoutException | CancellationException e) {
                // What became of each is looked at one by one.
                return false;
            }
            return false;
        }

        private QueryResult result(Sent sent, boolean interrupted) {
            if (sent instanceof Sent.Not not) {
                return not.why();
            }
            Sent.Pending pending = (Sent.Pending) sent;
            if (!pending.response().isDone()) {
                pending.response().cancel(true);
                return interrupted ? stopped() : late();
            }
            try {
                return requests.result(
                        pending.query(),
                        pending.credentials(),
                        pending.response().join(),
                        parser);
            } catch (CancellationException e) {
                return stopped();
            } catch (CompletionException e) {
                return Failures.of(e, endpoint, pending.credentials());
            }
        }

        private QueryResult.Failed stopped() {
            return QueryResult.failed(Failure.STOPPED, "asking " + endpoint.shown() + " was stopped");
        }

        private QueryResult.Failed late() {
            return QueryResult.failed(
                    Failure.TIMEOUT,
                    endpoint.shown() + " gave no complete answer within "
                            + endpoint.deadline().toMillis() / 1e3 + " s");
        }
    }

    /** A query on its way, or why it never left. */
    private sealed interface Sent {
        record Not(QueryResult.Failed why) implements Sent {}

        record Pending(
                PrometheusQuery query,
                Credentials credentials,
                CompletableFuture<HttpResponse<Optional<byte[]>>> response)
                implements Sent {}
    }
}
