package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.metrics.prometheus.QueryResult.Failure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The HTTP side of queries. They are sent as forms, because a query about many graphs is longer than a URL may be; extra
 * parameters stand in the URL, where proxies look for them.
 */
final class Requests {
    private final PrometheusEndpoint endpoint;

    Requests(PrometheusEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    HttpRequest of(PrometheusQuery query, Credentials credentials, Duration timeout) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("query", query.expression());
        String path;
        if (query instanceof PrometheusQuery.Over over) {
            path = "/api/v1/query_range";
            form.put("start", seconds(over.first()));
            form.put("end", seconds(over.last()));
            form.put("step", seconds(over.step()));
        } else {
            path = "/api/v1/query";
            ((PrometheusQuery.AtTime) query).at().ifPresent(at -> form.put("time", seconds(at)));
        }
        // The server need not go on once we have given up.
        form.put("timeout", seconds(timeout.plusMillis(1)));
        var extra = new TreeMap<>(endpoint.extraParameters());
        URI uri = URI.create(endpoint.shown() + path + (extra.isEmpty() ? "" : "?" + encoded(extra)));
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        credentials.header().ifPresent(header -> builder.header("Authorization", header));
        return builder.build();
    }

    QueryResult result(
            PrometheusQuery query,
            Credentials credentials,
            HttpResponse<Optional<byte[]>> response,
            AnswerParser parser) {
        int status = response.statusCode();
        Optional<byte[]> body = response.body();
        if (status != 200) {
            String text = body.map(parser::errorText).orElse("(a long text)");
            String detail = endpoint.shown() + " answered HTTP " + status + ": "
                    + response.headers()
                            .firstValue("Location")
                            .map(to -> "redirect to " + to)
                            .orElse(text);
            return QueryResult.failed(ofStatus(status), credentials.line(detail, endpoint));
        }
        if (body.isEmpty()) {
            return QueryResult.failed(
                    Failure.TOO_LARGE, "the answer of " + endpoint.shown() + " is larger than this client reads");
        }
        QueryResult result = parser.parse(body.get(), query);
        return result instanceof QueryResult.Failed failed
                ? QueryResult.failed(failed.why(), credentials.line(failed.detail(), endpoint))
                : result;
    }

    private static Failure ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> Failure.DENIED;
            case 404 -> Failure.NOT_FOUND;
            case 408, 504 -> Failure.TIMEOUT;
            default -> Failure.REJECTED;
        };
    }

    private static String seconds(Instant at) {
        return decimal(at.toEpochMilli());
    }

    private static String seconds(Duration duration) {
        return decimal(duration.toMillis());
    }

    private static String decimal(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000L));
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
