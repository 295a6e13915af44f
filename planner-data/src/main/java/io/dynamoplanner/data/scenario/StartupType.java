package io.dynamoplanner.data.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A startup time: one number, or a range with an optional most frequent value. */
record StartupType() implements FieldType<Scenario.Startup> {
    private static final DecimalType SECONDS = DecimalType.between(0, 604_800).in("s");
    private static final Member<Double> MIN = Member.required("min", SECONDS, "shortest time");
    private static final Member<Optional<Double>> MODE = Member.optional("mode", SECONDS, "Most frequent time.");
    private static final Member<Double> MAX = Member.required("max", SECONDS, "longest time");
    private static final StructType RANGE = StructType.of(MIN, MODE, MAX);

    @Override
    public Optional<Scenario.Startup> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Scalar) {
            return SECONDS.read(node, scope)
                    .map(seconds -> new Scenario.Startup(seconds, OptionalDouble.empty(), seconds));
        }
        return RANGE.read(node, scope).flatMap(range -> startup(range, node, scope));
    }

    private static Optional<Scenario.Startup> startup(Struct range, SourceNode node, ReadScope scope) {
        double min = range.get(MIN);
        double max = range.get(MAX);
        OptionalDouble mode = Scenario.boxedDouble(range.get(MODE));
        if (min > max || mode.orElse(min) < min || mode.orElse(max) > max) {
            scope.conflict(node, "must be in the order min, mode, max", "sort the numbers");
            return Optional.empty();
        }
        return Optional.of(new Scenario.Startup(min, mode, max));
    }

    @Override
    public JsonNode toJson(Scenario.Startup value) {
        Optional<Double> mode =
                value.mode().isPresent() ? Optional.of(value.mode().getAsDouble()) : Optional.empty();
        return RANGE.toJson(new Struct(Map.of("min", value.min(), "mode", mode, "max", value.max()), Set.of()));
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode either = schema.putArray("anyOf");
        either.add(SECONDS.schema());
        either.add(RANGE.schema());
        return schema;
    }

    @Override
    public String label() {
        return "seconds, or {min, mode, max}";
    }
}
