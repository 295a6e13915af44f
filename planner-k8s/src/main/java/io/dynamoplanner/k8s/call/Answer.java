package io.dynamoplanner.k8s.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What became of a {@link Call}. */
public sealed interface Answer {

    /** Carried out; {@code object} is the object as it stands now. */
    record Done(JsonNode object) implements Answer {
        public Done {
            Objects.requireNonNull(object, "object");
        }

        /** Version of the object; empty if the answer has none. */
        public String resourceVersion() {
            return object.path("metadata").path("resourceVersion").asText();
        }
    }

    /** No answer, or an unreadable one: the call may or may not have been carried out. */
    record Lost(Call call, String why) implements Answer {
        @Override
        public String line() {
            return call + ": " + why;
        }
    }

    /**
     * Answered with an error.
     *
     * @param code HTTP status
     * @param message what the server says
     * @param retryAfter how long it asks to wait; empty if it does not say
     */
    record Refused(Call call, int code, String message, Optional<Duration> retryAfter) implements Answer {

        /** Whether it may have been carried out nevertheless, as after a time-out inside the server. */
        public boolean mayBeDone() {
            return code >= 500;
        }

        /** Whether the account lacks the right. A webhook that refuses answers 403 as well; that is another matter. */
        public boolean lacksRight() {
            return code == 403 && message.contains(" cannot " + call.verb().rule() + " resource ");
        }

        /** The access rule that would have let the call pass, as it stands in a Role. */
        public String rule() {
            Target target = call.target();
            return "{apiGroups: [\"" + target.group() + "\"], resources: [\"" + target.ruleResource()
                    + "\"], verbs: [\"" + call.verb().rule() + "\"]}";
        }

        /** The missing right as a finding. */
        public Finding permissionMissing(Severity severity) {
            Target target = call.target();
            return new Finding(
                    "permission-missing",
                    severity,
                    target.ruleResource() + " in namespace " + target.namespace(),
                    "the account of the planner may not " + call.verb().rule() + " it",
                    "add to its role: " + rule());
        }

        @Override
        public String line() {
            return call + ": " + code + " " + message;
        }
    }

    /** For people: the call and what became of it. */
    default String line() {
        return "done";
    }
}
