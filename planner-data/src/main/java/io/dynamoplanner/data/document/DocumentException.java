package io.dynamoplanner.data.document;

/** A document that cannot be read at all; the one-line message names the file, the line and the remedy. */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SourcePosition position;

    public DocumentException(SourcePosition position, String trouble, String remedy) {
        super(position + ": " + trouble + ". Remedy: " + remedy);
        this.position = position;
    }

    public SourcePosition position() {
        return position;
    }
}
