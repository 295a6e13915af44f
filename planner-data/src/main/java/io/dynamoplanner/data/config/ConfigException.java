package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused, with everything that is wrong with it; the message has one line for each problem. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
