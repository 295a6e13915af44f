package io.dynamoplanner.metrics.exporter;

import java.util.Objects;

/**
 * Metrics as they go over the wire.
 *
 * @param contentType value of the header Content-Type
 * @param text the body; to be sent in UTF-8
 */
public record Exposition(String contentType, String text) {
    public Exposition {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(text, "text");
    }
}
