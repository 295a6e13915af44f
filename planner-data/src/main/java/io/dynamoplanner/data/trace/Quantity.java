package io.dynamoplanner.data.trace;

import io.dynamoplanner.data.file.Decimal;
import io.dynamoplanner.data.file.LineSource;
import io.dynamoplanner.data.file.OneLine;

/** Times and token counts as a trace line writes them, checked. */
final class Quantity {
    private Quantity() {}

    /**
     * A token count. A whole number written with a fraction of zero is one too, since table tools write them so.
     *
     * @param text as it stands in the file, quotes included if it is a JSON string
     */
    static int tokens(LineSource line, String name, String text) {
        double value = number(text);
        if (!(value >= 0 && value <= Integer.MAX_VALUE) || value != Math.rint(value)) {
            throw line.fault(name + " is " + OneLine.value(text) + "; a whole number of tokens from 0 to "
                    + Integer.MAX_VALUE + " is expected");
        }
        return (int) value;
    }

    /**
     * @param unit name of the unit, for the message
     * @param max largest time that can be meant
     */
    static double time(LineSource line, String name, String text, String unit, double max) {
        double value = number(text);
        if (!(value >= 0 && value <= max)) {
            throw line.fault(name + " is " + OneLine.value(text) + "; a finite number of " + unit
                    + ", not negative and at most " + max + ", is expected");
        }
        return value + 0.0; // makes a negative zero positive
    }

    private static double number(String text) {
        try {
            return Decimal.parse(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
