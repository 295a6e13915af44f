package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** One line of a ledger. */
public sealed interface LedgerRecord permits LedgerRecord.Header, RecordedDecision {
    /** File and line, for messages. */
    String where();

    /**
     * What decides from here on. Kept as text until somebody wants to decide again: a reader who only looks needs no
     * configuration that this release accepts.
     *
     * @param follows the decision right before it, if the ledger goes on without a gap; empty at the start of a planner
     *     and where decisions are missing
     */
    record Header(String where, JsonNode json, Optional<String> follows) implements LedgerRecord {
        /**
         * @throws LedgerException if something is missing
         * @throws io.dynamoplanner.data.config.ConfigException if this release refuses the configuration
         * @throws io.dynamoplanner.core.engine.ProfileException if the profile is incomplete
         */
        public LedgerHeader header() {
            return LedgerHeader.read(json, where);
        }

        /** Version of the planner that wrote it. */
        public String planner() {
            return json.path("planner").asText();
        }

        /** Which graph, as namespace and name with a slash between them. */
        public String graph() {
            return json.path("graph").asText();
        }
    }
}
