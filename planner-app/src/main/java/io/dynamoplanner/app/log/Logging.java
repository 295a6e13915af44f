package io.dynamoplanner.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, from {@link #start} until {@link #close}. A process that does not start it logs nothing (see
 * {@link SilentByDefault}), and one that never asks for a logger does not even load the library.
 *
 * <p>Code that works on a graph puts {@link #GRAPH} and {@link #DECISION} into SLF4J's MDC, so that they stand on every
 * line, also on those of libraries. What belongs to one event is a key-value pair of the event.
 */
public final class Logging implements AutoCloseable {
    /** MDC key of the graph that is worked on, {@code namespace/name}. */
    public static final String GRAPH = "graph";
    /** MDC key of the decision that is made or carried out. */
    public static final String DECISION = "decision";

    /**
     * Libraries that tell a lot. They never get below warnings, whatever level is asked for: their finer levels write out
     * requests with all headers, and so the token of the service account.
     */
    private static final List<String> TALKATIVE = List.of("io.fabric8", "io.javaoperatorsdk", "io.micrometer");

    /** Remarks on every start that Dynamo's kinds are beta, which they are. */
    private static final String BETA_REMARKS = "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils";

    /** A line break in a message does not start what looks like a new line of the log. */
    private static final String TEXT =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}%replace( [%X{graph}]){' \\[\\]', ''}:"
                    + " %replace(%msg){'[\\r\\n]+', ' | '} %kvp%n%ex";

    private final LoggerContext context;

    private Logging(LoggerContext context) {
        this.context = context;
    }

    /**
     * Starts to log.
     *
     * @param out where lines go; flushed after each, never closed
     */
    public static Logging start(LogSettings settings, OutputStream out) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("another logging library is on the class path; remove it");
        }
        context.reset();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder(settings.format(), context));
        appender.setOutputStream(new Unclosed(out));
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(settings.level());
        Level least = settings.level().isGreaterOrEqual(Level.WARN) ? settings.level() : Level.WARN;
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(least));
        context.getLogger(BETA_REMARKS).setLevel(Level.ERROR);

        Logger log = LoggerFactory.getLogger(Logging.class);
        settings.notes().forEach(log::warn);
        return new Logging(context);
    }

    private static Encoder<ILoggingEvent> encoder(LogSettings.Format format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case JSON -> new JsonLineEncoder();
            case TEXT -> {
                var text = new PatternLayoutEncoder();
                text.setPattern(TEXT);
                text.setCharset(StandardCharsets.UTF_8);
                yield text;
            }
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /** Nothing is logged from now on. */
    @Override
    public void close() {
        context.reset();
        SilentByDefault.silence(context);
    }
}
