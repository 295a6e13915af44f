package io.dynamoplanner.app.http;

/** A port cannot be opened: somebody has it, or the process may not. The message names port, setting and remedy. */
public final class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;
    private final String setting;

    PortException(OperationsServer.Port port, Exception cause) {
        super(
                "port " + port.number() + " (" + port.setting() + ") cannot be opened: " + cause.getMessage()
                        + "; end the process that has it, or set another port, or 0 to do without",
                cause);
        this.port = port.number();
        this.setting = port.setting();
    }

    public int port() {
        return port;
    }

    /** Name of the setting that asked for the port. */
    public String setting() {
        return setting;
    }
}
