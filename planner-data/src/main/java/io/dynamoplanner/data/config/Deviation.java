package io.dynamoplanner.data.config;

import java.util.Optional;

/**
 * One difference between what the reference (release 1.6.1) makes of an input and what this planner makes of it.
 *
 * @param field whose value, or name of what is not a field
 * @param example a document that shows it
 * @param reference what the reference does
 * @param ours what this planner does
 * @param reason why
 */
public record Deviation(
        String field, Kind kind, Optional<String> example, String reference, String ours, String reason) {

    /** In which way they differ. */
    public enum Kind {
        /** The reference accepts what is refused here. */
        REFUSED("Refused here"),
        /** The reference refuses what is accepted here. */
        ACCEPTED("Accepted here"),
        /** Both accept it; the value of the field comes out differently. */
        OTHER_VALUE("Another value"),
        /** Both accept it and have the same value; it means something else. */
        OTHER_MEANING("Another meaning");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
