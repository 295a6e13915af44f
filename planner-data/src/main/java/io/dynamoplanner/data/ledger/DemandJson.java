package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.demand.Calibrated;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.demand.Margins;
import io.dynamoplanner.core.demand.Reuse;
import io.dynamoplanner.core.demand.Silence;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.TrafficSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demand, and what the forecaster remembers, as JSON and back, bit for bit. */
final class DemandJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DemandJson() {}

    static ObjectNode write(DemandState state) {
        ObjectNode node = JSON.objectNode();
        node.set("requests", write(state.predictors().requests().snapshot()));
        node.set("isl", write(state.predictors().isl().snapshot()));
        node.set("osl", write(state.predictors().osl().snapshot()));
        state.calibrated().ifPresent(c -> node.set("calibrated", write(c)));
        node.put("nextWindow", state.nextWindow());
        state.countKnown().ifPresent(at -> node.put("countKnown", at.toString()));
        ObjectNode lengths = node.putObject("lengths");
        lengths.put("isl", state.lengths().isl());
        lengths.put("osl", state.lengths().osl());
        state.lengths().at().ifPresent(at -> lengths.put("at", at.toString()));
        node.set("current", write(state.current()));
        return node;
    }

    static DemandState state(JsonNode node, PredictorFamily family) {
        JsonNode lengths = node.required("lengths");
        return new DemandState(
                new DemandState.Predictors(
                        predictor(node.required("requests"), family),
                        predictor(node.required("isl"), family),
                        predictor(node.required("osl"), family)),
                // states of earlier releases have none
                Optional.ofNullable(node.get("calibrated")).map(c -> calibrated(c, family)),
                node.required("nextWindow").longValue(),
                instant(node, "countKnown"),
                new DemandState.Lengths(
                        lengths.required("isl").doubleValue(),
                        lengths.required("osl").doubleValue(),
                        instant(lengths, "at")),
                demand(node.required("current")));
    }

    private static ObjectNode write(Calibrated calibrated) {
        ObjectNode node = JSON.objectNode();
        node.set("requests", write(calibrated.requests().snapshot()));
        node.set("input", write(calibrated.input()));
        node.set("output", write(calibrated.output()));
        ArrayNode recent = node.putArray("recent");
        for (TrafficSample sample : calibrated.recent()) {
            recent.addArray().add(sample.requests()).add(sample.isl()).add(sample.osl());
        }
        node.putObject("silence")
                .put("windows", calibrated.silence().windows())
                .put("usual", calibrated.silence().usual());
        return node;
    }

    private static Calibrated calibrated(JsonNode node, PredictorFamily family) {
        List<TrafficSample> recent = new ArrayList<>();
        for (JsonNode s : node.required("recent")) {
            recent.add(new TrafficSample(
                    s.required(0).doubleValue(),
                    s.required(1).doubleValue(),
                    s.required(2).doubleValue()));
        }
        return new Calibrated(
                Margins.restore(snapshot(node.required("requests"))),
                tokens(node.required("input"), family),
                tokens(node.required("output"), family),
                recent,
                // states of earlier releases have none
                new Silence(
                        node.path("silence").path("windows").asLong(0),
                        node.path("silence").path("usual").asDouble(0)));
    }

    private static ObjectNode write(Calibrated.TokenSeries series) {
        ObjectNode node = JSON.objectNode();
        node.set("predictor", write(series.predictor().snapshot()));
        node.set("margins", write(series.margins().snapshot()));
        return node;
    }

    private static Calibrated.TokenSeries tokens(JsonNode node, PredictorFamily family) {
        return new Calibrated.TokenSeries(
                predictor(node.required("predictor"), family), Margins.restore(snapshot(node.required("margins"))));
    }

    private static Optional<Instant> instant(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::textValue).map(Instant::parse);
    }

    private static ObjectNode write(Snapshot snapshot) {
        ObjectNode node = JSON.objectNode();
        node.put("family", snapshot.family());
        ArrayNode numbers = node.putArray("numbers");
        for (double number : snapshot.numbers()) {
            if (Double.isFinite(number)) {
                numbers.add(number);
            } else {
                numbers.add(Double.toString(number));
            }
        }
        return node;
    }

    private static Predictor predictor(JsonNode node, PredictorFamily family) {
        return family.restore(snapshot(node));
    }

    private static Snapshot snapshot(JsonNode node) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode number : node.required("numbers")) {
            numbers.add(number.isTextual() ? Double.parseDouble(number.textValue()) : number.doubleValue());
        }
        return new Snapshot(node.required("family").textValue(), numbers);
    }

    static ObjectNode write(Demand demand) {
        ObjectNode node = JSON.objectNode();
        node.put("trust", demand.trust().name());
        node.put("requests", demand.requests());
        node.put("expectedRequests", demand.expectedRequests());
        node.put("isl", demand.isl());
        node.put("osl", demand.osl());
        node.put("windowSeconds", demand.windowSeconds());
        if (!demand.reuse().equals(Reuse.NONE)) {
            node.put("kvHitRate", demand.reuse().kvHitRate());
            node.put("acceptLength", demand.reuse().acceptLength());
        }
        node.put("basis", demand.basis().name());
        if (!demand.loads().isEmpty()) {
            node.set("loads", ObservationJson.perRole(demand.loads(), DemandJson::write));
        }
        demand.coverage().ifPresent(coverage -> node.set("coverage", write(coverage)));
        if (!demand.forecasts().isEmpty()) {
            ArrayNode forecasts = node.putArray("forecasts");
            demand.forecasts().forEach(forecast -> forecasts.add(write(forecast)));
        }
        return node.put("why", demand.why());
    }

    static Demand demand(JsonNode node) {
        return new Demand(
                Demand.Trust.valueOf(node.required("trust").textValue()),
                node.required("requests").doubleValue(),
                node.required("expectedRequests").doubleValue(),
                node.required("isl").doubleValue(),
                node.required("osl").doubleValue(),
                node.required("windowSeconds").doubleValue(),
                new Reuse(
                        node.path("kvHitRate").asDouble(Reuse.NONE.kvHitRate()),
                        node.path("acceptLength").asDouble(Reuse.NONE.acceptLength())),
                Prediction.Basis.valueOf(node.required("basis").textValue()),
                node.has("loads") ? ObservationJson.perRole(node.get("loads"), DemandJson::load) : PerRole.empty(),
                Optional.ofNullable(node.get("coverage")).map(DemandJson::coverage),
                forecasts(node.path("forecasts")),
                node.required("why").textValue());
    }

    private static ObjectNode write(Demand.Forecast forecast) {
        ObjectNode node = JSON.objectNode().put("load", forecast.load()).put("by", forecast.by());
        return forecast.fallback().isEmpty() ? node : node.put("fallback", forecast.fallback());
    }

    /** Lines of earlier releases have none. */
    private static List<Demand.Forecast> forecasts(JsonNode node) {
        List<Demand.Forecast> forecasts = new ArrayList<>();
        for (JsonNode forecast : node) {
            forecasts.add(new Demand.Forecast(
                    forecast.required("load").textValue(),
                    forecast.required("by").textValue(),
                    forecast.path("fallback").asText("")));
        }
        return forecasts;
    }

    private static ObjectNode write(Demand.Load load) {
        return JSON.objectNode()
                .put("requests", load.requests())
                .put("isl", load.isl())
                .put("osl", load.osl());
    }

    private static Demand.Load load(JsonNode node) {
        return new Demand.Load(
                node.required("requests").doubleValue(),
                node.required("isl").doubleValue(),
                node.required("osl").doubleValue());
    }

    private static ObjectNode write(Demand.Coverage coverage) {
        return JSON.objectNode()
                .put("stated", coverage.stated())
                .put("requests", coverage.requests())
                .put("input", coverage.input())
                .put("output", coverage.output())
                .put("windows", coverage.windows());
    }

    private static Demand.Coverage coverage(JsonNode node) {
        return new Demand.Coverage(
                node.required("stated").doubleValue(),
                node.required("requests").doubleValue(),
                node.required("input").doubleValue(),
                node.required("output").doubleValue(),
                node.required("windows").intValue());
    }
}
