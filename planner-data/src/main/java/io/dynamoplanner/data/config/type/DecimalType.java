package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A finite number in a range.
 *
 * @param minIncluded whether {@code min} itself is allowed
 * @param unit as it stands behind the number in messages; may be empty
 */
public record DecimalType(double min, boolean minIncluded, double max, String unit) implements FieldType<Double> {

    public static DecimalType between(double min, double max) {
        return new DecimalType(min, true, max, "");
    }

    /** Greater than {@code min}, at most {@code max}. */
    public static DecimalType above(double min, double max) {
        return new DecimalType(min, false, max, "");
    }

    public DecimalType in(String newUnit) {
        return new DecimalType(min, minIncluded, max, newUnit);
    }

    @Override
    public Optional<Double> read(SourceNode node, ReadScope scope) {
        Optional<Double> value = NumberText.read(node, scope, "a number").map(BigDecimal::doubleValue);
        if (value.isPresent() && !inRange(value.get())) {
            scope.problem(node, rule(value.get()), "choose a value in this range");
            return Optional.empty();
        }
        return value;
    }

    private boolean inRange(double value) {
        return (minIncluded ? value >= min : value > min) && value <= max;
    }

    private String rule(double value) {
        if (value > max) {
            return "must be at most " + text(max);
        }
        return minIncluded ? "must be at least " + text(min) : "must be greater than " + text(min);
    }

    private String text(double bound) {
        String number =
                new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
        return unit.isEmpty() ? number : number + " " + unit;
    }

    @Override
    public JsonNode toJson(Double value) {
        return Json.NODES.numberNode(value);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.typed("number");
        schema.put(minIncluded ? "minimum" : "exclusiveMinimum", min);
        return schema.put("maximum", max);
    }

    @Override
    public String label() {
        return "number " + (minIncluded ? "from " : "above ") + text(min).replace(" " + unit, "") + " to " + text(max);
    }
}
