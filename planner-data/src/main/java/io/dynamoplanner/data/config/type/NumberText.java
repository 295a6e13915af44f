package io.dynamoplanner.data.config.type;

import io.dynamoplanner.data.document.SourceNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** The decimal numbers that every reader of YAML and JSON agrees on. */
final class NumberText {
    // YAML 1.1 also knows 010 (eight), 0x10 and 1:30 (ninety); whoever writes them here rarely means that.
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)?(\\.[0-9]*)?([eE][-+]?[0-9]{1,3})?");
    private static final Pattern HAS_DIGIT = Pattern.compile("[-+]?\\.?[0-9].*");
    private static final int MAX_LENGTH = 400;

    private NumberText() {}

    /** The number that a scalar holds, as a number or as text; empty after a problem was reported. */
    static Optional<BigDecimal> read(SourceNode node, ReadScope scope, String wanted) {
        if (!(node instanceof SourceNode.Scalar scalar)) {
            scope.problem(node, "must be " + wanted + ", not " + node.describe(), "write one number");
            return Optional.empty();
        }
        if (scalar.kind() == SourceNode.Kind.BOOLEAN || scalar.kind() == SourceNode.Kind.NULL) {
            scope.problem(node, "must be " + wanted + ", not " + node.describe(), "write a number");
            return Optional.empty();
        }
        boolean written = scalar.kind() != SourceNode.Kind.TEXT;
        String text = written ? scalar.text().replace("_", "") : scalar.text().strip();
        if (text.length() > MAX_LENGTH
                || !DECIMAL.matcher(text).matches()
                || !HAS_DIGIT.matcher(text).matches()) {
            scope.problem(node, "must be " + wanted, "write a finite decimal number such as 50 or 0.5");
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }
}
