package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the lines of a ledger, one after the other, whatever they come from.
 *
 * <p>A planner that is killed can leave its last line unfinished. Such a line is skipped with a note: at the end, and
 * before a header, with which a planner that has started again goes on. Anywhere else it is an error.
 */
public final class LedgerReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Consumer<LedgerRecord> to;
    private final List<String> notes = new ArrayList<>();
    private @Nullable String unfinished;
    private String graph = "";
    private long decisions;
    private boolean any;

    public LedgerReader(Consumer<LedgerRecord> to) {
        this.to = to;
    }

    /**
     * Takes the next line.
     *
     * @param file what it comes from
     * @param number its number there, from 1
     * @throws LedgerException if it is no line of a ledger that this release reads
     */
    public void line(Path file, long number, String text) {
        String where = file + ":" + number;
        Optional<JsonNode> parsed = parse(text);
        boolean header = parsed.map(node -> node.has("ledger")).orElse(false);
        if (unfinished != null) {
            if (!header) {
                throw new LedgerException(unfinished + ": is not a line of a ledger; remove it or use another file");
            }
            skipUnfinished();
        }
        if (parsed.isEmpty()) {
            if (!any) {
                throw LedgerException.about(
                        file, number, "is not a line of a ledger; give the ledger.jsonl of a planner or a simulation");
            }
            unfinished = where;
            return;
        }
        to.accept(header ? header(parsed.get(), where) : decision(parsed.get(), where));
        any = true;
    }

    /**
     * Says that there are no more lines.
     *
     * @param source what the lines came from, for messages
     * @throws LedgerException if there was none
     */
    public void end(Path source) {
        if (unfinished != null) {
            skipUnfinished();
        }
        if (decisions == 0) {
            throw LedgerException.about(source, 0, "holds no decision; give a ledger that a planner has written to");
        }
    }

    /** What is worth telling about the lines so far. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private void skipUnfinished() {
        notes.add(unfinished + ": is cut off and was skipped; the planner was stopped while it wrote");
        unfinished = null;
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text));
        } catch (JsonProcessingException cutOff) {
            return Optional.empty();
        }
    }

    private LedgerRecord header(JsonNode node, String where) {
        int version = node.path("ledger").asInt(-1);
        if (version != LedgerHeader.VERSION) {
            throw new LedgerException(where + ": is a ledger of version "
                    + node.path("ledger").asText() + ", this planner reads 1 and " + LedgerHeader.VERSION
                    + "; use the planner that wrote it, "
                    + node.path("planner").asText("a newer one"));
        }
        graph = node.path("graph").asText();
        return new LedgerRecord.Header(
                where, node, Optional.ofNullable(node.get("follows")).map(JsonNode::asText));
    }

    private LedgerRecord decision(JsonNode node, String where) {
        if (!(node instanceof ObjectNode object) || !node.has("seen")) {
            throw new LedgerException(
                    where + ": is not a line of a ledger; give the ledger.jsonl of a planner or a simulation");
        }
        String of = node.path("graph").asText(graph);
        if (!graph.isEmpty() && !of.equals(graph)) {
            throw new LedgerException(where + ": belongs to the graph " + of + ", the header before it to " + graph
                    + "; keep one ledger for each graph");
        }
        decisions++;
        try {
            return RecordedDecision.read(object, where, Long.toString(decisions));
        } catch (RuntimeException e) {
            throw new LedgerException(where + ": is not a complete decision (" + e.getMessage()
                    + "); remove the line or use another file");
        }
    }
}
