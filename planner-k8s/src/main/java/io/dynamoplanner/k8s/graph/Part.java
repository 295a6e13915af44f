package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamoplanner.core.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A part of an object as it came. Every question has an answer: what is absent or null reads as absent, and so does what
 * makes no sense, which becomes a finding as well.
 */
final class Part {
    /** More replicas than any cluster holds. Sums of such counts stay far from overflow. */
    static final int MOST_REPLICAS = 1_000_000;

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");

    private final JsonNode node;
    private final String path;
    private final Problems problems;

    private Part(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** The root of an object, or what stands for one of its fields; {@code path} is how findings name it. */
    static Part of(JsonNode node, String path, Problems problems) {
        if (!node.isObject() && !isAbsent(node)) {
            problems.wrong(path, node, "an object");
        }
        return new Part(node.isObject() ? node : MissingNode.getInstance(), path, problems);
    }

    boolean isThere() {
        return node.isObject();
    }

    Problems problems() {
        return problems;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The field as it stands; missing if it is absent or null. */
    JsonNode raw(String name) {
        JsonNode value = node.path(name);
        return isAbsent(value) ? MissingNode.getInstance() : value;
    }

    boolean has(String name) {
        return !isAbsent(node.path(name));
    }

    Part child(String name) {
        return of(raw(name), path(name), problems);
    }

    /** The objects in a list. */
    List<Part> items(String name) {
        JsonNode list = raw(name);
        if (!list.isArray() && !isAbsent(list)) {
            problems.wrong(path(name), list, "a list");
        }
        var items = new ArrayList<Part>();
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            Part item = of(list.get(i), path(name) + "[" + i + "]", problems);
            if (item.isThere()) {
                items.add(item);
            }
        }
        return items;
    }

    /** The objects in a map. */
    Map<String, Part> entries() {
        var entries = new LinkedHashMap<String, Part>();
        for (var field : node.properties()) {
            Part entry = child(field.getKey());
            if (entry.isThere()) {
                entries.put(field.getKey(), entry);
            }
        }
        return entries;
    }

    /** The fields as they stand. */
    Map<String, JsonNode> fields() {
        var fields = new LinkedHashMap<String, JsonNode>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** Text, or a number or truth value in its place; empty text reads as absent. */
    Optional<String> text(String name) {
        JsonNode value = raw(name);
        if (value.isContainerNode()) {
            problems.wrong(path(name), value, "text");
            return Optional.empty();
        }
        return Optional.of(value.asText("")).filter(text -> !text.isBlank());
    }

    /** The texts in a list. */
    List<String> texts(String name) {
        JsonNode list = raw(name);
        if (!list.isArray() && !isAbsent(list)) {
            problems.wrong(path(name), list, "a list");
        }
        var texts = new ArrayList<String>();
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            if (list.get(i).isValueNode() && !list.get(i).isNull()) {
                texts.add(list.get(i).asText());
            }
        }
        return texts;
    }

    /** A count of replicas or the like. */
    OptionalInt count(String name) {
        return count(name, Finding.Severity.WARNING);
    }

    /** A count of replicas or the like, where it matters how badly it is missed. */
    OptionalInt count(String name, Finding.Severity severity) {
        JsonNode value = raw(name);
        OptionalLong number = whole(value);
        if (number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= MOST_REPLICAS) {
            return OptionalInt.of((int) number.getAsLong());
        }
        if (!isAbsent(value)) {
            problems.wrong(path(name), value, "a whole number from 0 to " + MOST_REPLICAS, severity);
        }
        return OptionalInt.empty();
    }

    /** A whole number that is not negative. */
    OptionalLong number(String name) {
        JsonNode value = raw(name);
        OptionalLong number = whole(value);
        if (number.isPresent() && number.getAsLong() >= 0) {
            return number;
        }
        if (!isAbsent(value)) {
            problems.wrong(path(name), value, "a whole number");
        }
        return OptionalLong.empty();
    }

    boolean flag(String name) {
        JsonNode value = raw(name);
        String text = value.asText("");
        if (!isAbsent(value) && !text.equals("true") && !text.equals("false")) {
            problems.wrong(path(name), value, "true or false");
        }
        return text.equals("true");
    }

    /** A whole number, also as text or with a zero fraction; empty if it is anything else. */
    static OptionalLong whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? OptionalLong.of((long) number)
                    : OptionalLong.empty();
        }
        String text = value.isTextual() ? value.textValue().trim() : "";
        return WHOLE.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
