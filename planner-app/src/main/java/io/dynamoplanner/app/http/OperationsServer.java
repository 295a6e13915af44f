package io.dynamoplanner.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports for those who operate a planner: one for Prometheus, one for probes and the newest decisions.
 *
 * <p>It is opened before anything else is done, so that a probe finds it from the first second. Its threads do nothing
 * else: a probe is answered while Kubernetes or Prometheus hang. Readers of large answers may hold two threads of a port
 * and no more.
 */
public final class OperationsServer implements AutoCloseable {
    /** Do without this port. */
    public static final int OFF = 0;
    /** Any free port; for tests. */
    public static final int RANDOM = -1;

    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
    private static final int MOST_THREADS = 64;
    private static final int LARGE_AT_ONCE = 2;
    private static final int BACKLOG = 64;
    /** Bytes; metrics of many graphs shrink to a twentieth. */
    private static final int WORTH_ZIPPING = 4_096;

    private final List<Opened> opened = new ArrayList<>();

    /** What a port is for. */
    public enum Part {
        METRICS("/metrics"),
        SYSTEM("/live, /livez, /health, /readyz and /decisions?last=N");

        private final String paths;

        Part(String paths) {
            this.paths = paths;
        }

        String paths() {
            return paths;
        }
    }

    /** A port, the setting that asks for it as error messages name it, and what it is for. */
    public record Port(int number, String setting, Part part) {
        /** Where Prometheus scrapes. */
        public static Port metrics(int number, String setting) {
            return new Port(number, setting, Part.METRICS);
        }

        /** For probes and the newest decisions. */
        public static Port system(int number, String setting) {
            return new Port(number, setting, Part.SYSTEM);
        }

        private boolean isSameAs(Port other) {
            return equals(other) || (number == other.number && number != RANDOM);
        }
    }

    /** One port that is open. */
    private record Opened(Port port, HttpServer server, ThreadPoolExecutor threads) {}

    private OperationsServer() {}

    /**
     * Opens the ports. A number that is asked for twice is opened once, for both.
     *
     * @param ports which; those that are {@link #OFF} are left out
     * @param clock the clock that signs of life are timed by
     * @param grace how much later than it said a loop may give its sign of life
     * @throws PortException if one of them cannot be opened; the others are closed again
     */
    public static OperationsServer open(List<Port> ports, Operations operations, InstantSource clock, Duration grace) {
        limitSlowClients();
        var server = new OperationsServer();
        try {
            for (Port port : ports) {
                boolean isOpen = server.opened.stream().anyMatch(o -> o.port.isSameAs(port));
                if (port.number() != OFF && !isOpen) {
                    Set<Part> parts = ports.stream()
                            .filter(port::isSameAs)
                            .map(Port::part)
                            .collect(Collectors.toSet());
                    server.opened.add(open(port, new Routes(parts, operations, clock, grace)));
                }
            }
        } catch (PortException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** The number of the port that this setting has opened; empty if it has opened none. */
    public OptionalInt port(String setting) {
        return opened.stream()
                .filter(o -> o.port.setting().equals(setting))
                .mapToInt(o -> o.server.getAddress().getPort())
                .findFirst();
    }

    /** Closes all ports at once; answers that are under way are cut off. */
    @Override
    public void close() {
        for (Opened one : opened) {
            one.server.stop(0);
            one.threads.shutdownNow();
        }
    }

    /**
     * Who sends half a request or reads an answer drop by drop is cut off after so many seconds. The server of the JDK has
     * these limits as properties of the process only, read when the first server is made.
     */
    private static void limitSlowClients() {
        setUnlessSet("sun.net.httpserver.maxReqTime", "3");
        setUnlessSet("sun.net.httpserver.maxRspTime", "30");
        // without it the last packet of an answer may wait 40 ms for an acknowledgement
        setUnlessSet("sun.net.httpserver.nodelay", "true");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Opened open(Port port, Routes routes) {
        HttpServer server;
        try {
            int number = port.number() == RANDOM ? 0 : port.number();
            server = HttpServer.create(new InetSocketAddress(number), BACKLOG);
        } catch (IOException | IllegalArgumentException e) {
            throw new PortException(port, e);
        }
        ThreadPoolExecutor threads = threads(port);
        server.setExecutor(threads);
        var large = new Semaphore(LARGE_AT_ONCE);
        server.createContext("/", exchange -> handle(exchange, routes, large));
        server.start();
        return new Opened(port, server, threads);
    }

    /**
     * As many threads as requests are under way, so that half a request delays nobody. Beyond the limit a request is not
     * looked at, and its connection is closed when its time is over.
     */
    private static ThreadPoolExecutor threads(Port port) {
        return new ThreadPoolExecutor(
                1,
                MOST_THREADS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    var thread = new Thread(task, "operations-" + port.setting());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static void handle(HttpExchange exchange, Routes routes, Semaphore large) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean counted = Routes.isLarge(path);
            if (counted && !large.tryAcquire()) {
                send(exchange, Answer.text(Answer.UNAVAILABLE, "others are being answered; ask again"));
                return;
            }
            try {
                send(exchange, answer(exchange, path, routes));
            } finally {
                if (counted) {
                    large.release();
                }
            }
        }
    }

    private static Answer answer(HttpExchange exchange, String path, Routes routes) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(Answer.METHOD_NOT_ALLOWED, method + " is not possible; GET and HEAD are");
        }
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        try {
            return routes.answer(path, query, header(exchange, "Accept"));
        } catch (RuntimeException e) {
            LOG.warn("{} failed", path, e);
            return Answer.text(Answer.FAILED, "failed; the log of the planner says why");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        byte[] body = answer.bytes();
        if (body.length >= WORTH_ZIPPING && acceptsZipped(exchange)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(answer.status(), 0);
            try (var zipped = new GZIPOutputStream(exchange.getResponseBody())) {
                zipped.write(body);
            }
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean acceptsZipped(HttpExchange exchange) {
        return header(exchange, "Accept-Encoding").contains("gzip");
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }
}
