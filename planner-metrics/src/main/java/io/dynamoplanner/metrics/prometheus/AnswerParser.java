package io.dynamoplanner.metrics.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynamoplanner.metrics.prometheus.QueryResult.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of the query API. One element that is not as it should be makes the whole answer unusable: leaving it out
 * would make a sum smaller.
 */
final class AnswerParser {
    private final ObjectReader reader = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(Answer.class);

    private record Answer(
            @Nullable String status,
            @Nullable String error,
            @Nullable List<String> warnings,
            @Nullable Data data) {}

    private record Data(
            @Nullable String resultType, @Nullable List<Row> result) {}

    private record Row(
            @Nullable Map<String, String> metric,
            @JsonDeserialize(using = Pair.class) Series.@Nullable Sample value,

            @JsonDeserialize(contentUsing = Pair.class) @Nullable
            List<Series.Sample> values) {}

    /** What the body of an answer with status 200 says. */
    QueryResult parse(byte[] body, PrometheusQuery query) {
        Answer answer;
        try {
            answer = reader.readValue(body);
        } catch (IOException e) {
            return QueryResult.failed(Failure.MALFORMED, "the answer is not that of the query API: " + opening(body));
        }
        if (answer == null || !"success".equals(answer.status()) || answer.data() == null) {
            return QueryResult.failed(Failure.MALFORMED, "the answer is not that of the query API: " + opening(body));
        }
        List<String> warnings = warnings(answer);
        if (!warnings.isEmpty()) {
            return QueryResult.failed(Failure.INCOMPLETE, "the server warns: " + String.join("; ", warnings));
        }
        String wanted = query instanceof PrometheusQuery.AtTime ? "vector" : "matrix";
        List<Row> rows = answer.data().result();
        if (!wanted.equals(answer.data().resultType()) || rows == null) {
            return QueryResult.failed(
                    Failure.MALFORMED, "the answer is a " + answer.data().resultType() + ", expected a " + wanted);
        }
        var series = new ArrayList<Series>(rows.size());
        for (Row row : rows) {
            List<Series.Sample> samples = row.value() != null ? List.of(row.value()) : row.values();
            if (samples == null || row.metric() == null) {
                return QueryResult.failed(Failure.MALFORMED, "the answer holds a series without a value");
            }
            series.add(new Series(row.metric(), samples));
        }
        return new QueryResult.Found(series);
    }

    /** Some releases put advice on the query among the warnings; it takes nothing away from the answer. */
    private static List<String> warnings(Answer answer) {
        return answer.warnings() == null
                ? List.of()
                : answer.warnings().stream()
                        .filter(w -> !w.startsWith("PromQL info"))
                        .toList();
    }

    /** The text of an error: that of the server if it is a Prometheus error, else how the body begins. */
    String errorText(byte[] body) {
        try {
            Answer answer = reader.readValue(body);
            if (answer != null && answer.error() != null) {
                return answer.error();
            }
        } catch (IOException e) {
            // Not an answer of the query API: a proxy speaks.
        }
        return opening(body);
    }

    private static String opening(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 120), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "(empty)" : text;
    }

    /** A pair of time and value: {@code [1795245225.21, "5000"]}. */
    private static final class Pair extends StdDeserializer<Series.Sample> {
        Pair() {
            super(Series.Sample.class);
        }

        @Override
        public Series.Sample deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw context.wrongTokenException(json, Series.Sample.class, JsonToken.START_ARRAY, "a pair");
            }
            if (!json.nextToken().isNumeric()) {
                throw context.wrongTokenException(
                        json, Series.Sample.class, JsonToken.VALUE_NUMBER_FLOAT, "seconds since 1970");
            }
            Instant at = Instant.ofEpochMilli(Math.round(json.getDoubleValue() * 1000));
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw context.wrongTokenException(json, Series.Sample.class, JsonToken.VALUE_STRING, "a value");
            }
            double value = number(json.getText(), context);
            if (json.nextToken() != JsonToken.END_ARRAY) {
                throw context.wrongTokenException(json, Series.Sample.class, JsonToken.END_ARRAY, "a pair");
            }
            return new Series.Sample(at, value);
        }

        private static double number(String text, DeserializationContext context) throws IOException {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> {
                    try {
                        yield Double.parseDouble(text);
                    } catch (NumberFormatException e) {
                        throw context.weirdStringException(text, double.class, "not a number");
                    }
                }
            };
        }
    }
}
