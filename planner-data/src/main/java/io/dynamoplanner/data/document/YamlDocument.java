package io.dynamoplanner.data.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML text to {@link SourceNode}s by way of the composed node graph: no object is ever constructed from a tag. */
final class YamlDocument {
    /** Nodes after the expansion of aliases; ten lines of nested aliases can otherwise stand for billions. */
    private static final int MAX_NODES = 20_000;

    private static final String FIX_SYNTAX = "correct the YAML at this line";
    private static final String USE_PLAIN_DATA = "use plain text, numbers, true or false, lists and mappings";

    private final String source;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    YamlDocument(String source) {
        this.source = source;
    }

    SourceNode parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentReader.MAX_BYTES);
        options.setNestingDepthLimit(DocumentReader.MAX_DEPTH);
        Node root;
        try {
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException broken) {
            Mark mark = broken.getProblemMark() == null ? broken.getContextMark() : broken.getProblemMark();
            SourcePosition at = mark == null ? SourcePosition.of(source) : position(mark);
            throw new DocumentException(at, "not valid YAML: " + oneLine(broken.getProblem()), FIX_SYNTAX);
        } catch (ReaderException broken) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(Math.max(0, broken.getPosition()))
                            .filter(c -> c == '\n')
                            .count();
            throw new DocumentException(
                    new SourcePosition(source, line, 1), "holds a character that YAML does not allow", FIX_SYNTAX);
        } catch (YAMLException broken) {
            throw new DocumentException(
                    SourcePosition.of(source), "not usable YAML: " + oneLine(broken.getMessage()), FIX_SYNTAX);
        }
        if (root == null) {
            throw new DocumentException(SourcePosition.of(source), "is empty", "write at least {} into it");
        }
        return convert(root);
    }

    private SourceNode convert(Node node) {
        SourcePosition at = position(node.getStartMark());
        if (++nodes > MAX_NODES) {
            throw new DocumentException(
                    at, "has more than " + MAX_NODES + " values after its aliases are expanded", "use fewer aliases");
        }
        if (node instanceof ScalarNode scalar) {
            return new SourceNode.Scalar(kind(scalar, at), scalar.getValue(), at);
        }
        if (!open.add(node)) {
            throw new DocumentException(at, "an alias refers to a value that contains it", "remove the alias");
        }
        SourceNode result;
        if (node instanceof SequenceNode sequence) {
            requireTag(node, Tag.SEQ, at);
            List<SourceNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item));
            }
            result = new SourceNode.Sequence(items, at);
        } else if (node instanceof MappingNode mapping) {
            requireTag(node, Tag.MAP, at);
            result = mapping(mapping, at);
        } else {
            throw new DocumentException(at, "holds an unresolved value", USE_PLAIN_DATA);
        }
        open.remove(node);
        return result;
    }

    private SourceNode.Mapping mapping(MappingNode mapping, SourcePosition at) {
        Map<String, SourceNode.Entry> own = new LinkedHashMap<>();
        Map<String, SourceNode.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SourcePosition keyAt = position(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new DocumentException(keyAt, "a key is not plain text", "use a name as the key");
            }
            if (key.getTag().equals(Tag.MERGE)) {
                merge(convert(tuple.getValueNode()), merged);
                continue;
            }
            SourceNode.Entry entry = new SourceNode.Entry(key.getValue(), keyAt, convert(tuple.getValueNode()));
            SourceNode.Entry before = own.putIfAbsent(entry.key(), entry);
            if (before != null) {
                throw duplicate(entry.key(), before.position(), keyAt);
            }
        }
        merged.keySet().removeAll(own.keySet());
        List<SourceNode.Entry> entries = new ArrayList<>(merged.values());
        entries.addAll(own.values());
        return new SourceNode.Mapping(entries, at);
    }

    /** The merge key: entries of other mappings, the earlier mapping wins, and a key of the mapping itself beats all. */
    private static void merge(SourceNode value, Map<String, SourceNode.Entry> merged) {
        List<SourceNode> parts = value instanceof SourceNode.Sequence list ? list.items() : List.of(value);
        for (SourceNode part : parts) {
            if (!(part instanceof SourceNode.Mapping other)) {
                throw new DocumentException(
                        part.position(), "'<<' merges " + part.describe(), "merge a mapping or a list of mappings");
            }
            other.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
        }
    }

    static DocumentException duplicate(String key, SourcePosition first, SourcePosition second) {
        return new DocumentException(
                second,
                "key '" + oneLine(key) + "' stands here and on line " + first.line(),
                "remove one of the two lines");
    }

    private static SourceNode.Kind kind(ScalarNode scalar, SourcePosition at) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.equals(Tag.MERGE)) {
            return SourceNode.Kind.TEXT;
        }
        if (tag.equals(Tag.NULL)) {
            return SourceNode.Kind.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return SourceNode.Kind.BOOLEAN;
        }
        if (tag.equals(Tag.INT)) {
            return SourceNode.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return SourceNode.Kind.DECIMAL;
        }
        throw unsupportedTag(tag, at);
    }

    private static void requireTag(Node node, Tag expected, SourcePosition at) {
        if (!node.getTag().equals(expected)) {
            throw unsupportedTag(node.getTag(), at);
        }
    }

    private static DocumentException unsupportedTag(Tag tag, SourcePosition at) {
        return new DocumentException(at, "the tag '" + oneLine(tag.getValue()) + "' is not allowed", USE_PLAIN_DATA);
    }

    private SourcePosition position(Mark mark) {
        return new SourcePosition(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String oneLine(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
