package io.dynamoplanner.data.config.type;

import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * Where reading stands: the path of the value being read, and the list that collects what is wrong. Reading goes on
 * after a problem, so that a user sees all of them at once.
 */
public final class ReadScope {
    private final String path;
    private final boolean secret;
    private final List<Problem> problems;

    private ReadScope(String path, boolean secret, List<Problem> problems) {
        this.path = path;
        this.secret = secret;
        this.problems = problems;
    }

    /** The scope of a whole document; problems are appended to {@code problems}. */
    public static ReadScope root(List<Problem> problems) {
        return new ReadScope("", false, problems);
    }

    public ReadScope member(String name) {
        return new ReadScope(path.isEmpty() ? name : path + "." + name, secret, problems);
    }

    public ReadScope item(int index) {
        return new ReadScope(path + "[" + index + "]", secret, problems);
    }

    /** Below here no value is ever shown. */
    public ReadScope hidden() {
        return new ReadScope(path, true, problems);
    }

    public String path() {
        return path;
    }

    /** How many problems there are so far; unchanged means that what was read since is sound. */
    public int problemCount() {
        return problems.size();
    }

    public void problem(SourceNode node, String rule, String remedy) {
        add(Problem.Kind.FIELD, node.position(), shown(node), rule, remedy);
    }

    /** A problem between the members of a structure. */
    public void conflict(SourceNode node, String rule, String remedy) {
        add(Problem.Kind.CROSS_FIELD, node.position(), Optional.empty(), rule, remedy);
    }

    /** A problem with a key, whatever its value is. */
    public void problemAt(SourcePosition position, String rule, String remedy) {
        add(Problem.Kind.FIELD, position, Optional.empty(), rule, remedy);
    }

    /** A problem with what the machine has or lacks. */
    public void missing(SourceNode node, String rule, String remedy) {
        add(Problem.Kind.SURROUNDINGS, node.position(), shown(node), rule, remedy);
    }

    private void add(Problem.Kind kind, SourcePosition position, Optional<String> value, String rule, String remedy) {
        problems.add(new Problem(kind, position.toString(), path, value, rule, remedy));
    }

    private Optional<String> shown(SourceNode node) {
        if (secret || !(node instanceof SourceNode.Scalar scalar)) {
            return Optional.empty();
        }
        return Optional.of(scalar.kind() == SourceNode.Kind.TEXT ? "'" + scalar.text() + "'" : scalar.text());
    }
}
