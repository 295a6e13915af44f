package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A whole number in a closed range.
 *
 * @param unit as it stands behind the number in messages; may be empty
 */
public record IntegerType(int min, int max, String unit) implements FieldType<Integer> {

    public static IntegerType between(int min, int max) {
        return new IntegerType(min, max, "");
    }

    public IntegerType in(String newUnit) {
        return new IntegerType(min, max, newUnit);
    }

    @Override
    public Optional<Integer> read(SourceNode node, ReadScope scope) {
        Optional<BigDecimal> number = NumberText.read(node, scope, "a whole number");
        if (number.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal value = number.get();
        if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
            scope.problem(node, "must be " + range(), "choose a value in this range");
            return Optional.empty();
        }
        // Inside the range the exponent is small, so exactness is cheap to test.
        if (value.stripTrailingZeros().scale() > 0) {
            scope.problem(node, "must be a whole number", "leave out the fraction");
            return Optional.empty();
        }
        return Optional.of(value.intValueExact());
    }

    private String range() {
        String suffix = unit.isEmpty() ? "" : " " + unit;
        return "from " + min + " to " + max + suffix;
    }

    @Override
    public JsonNode toJson(Integer value) {
        return Json.NODES.numberNode(value);
    }

    @Override
    public ObjectNode schema() {
        return Json.typed("integer").put("minimum", min).put("maximum", max);
    }

    @Override
    public String label() {
        return "integer " + range();
    }
}
