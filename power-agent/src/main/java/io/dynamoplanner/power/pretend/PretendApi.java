package io.dynamoplanner.power.pretend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.power.api.Credentials;
import io.dynamoplanner.power.api.Tls;
import io.dynamoplanner.power.cap.CapText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An API server of memory on a port of this machine, with pods that come, change and go. It knows lists and watches of
 * metadata and no more: every other kind is an empty list, and nobody is asked who they are. Thread safe.
 */
public final class PretendApi implements AutoCloseable {
    private static final int OK = 200;
    private static final int BOOKMARK_SECONDS = 60;
    /** What the metadata of a usual pod is full of, and what the agent drops. */
    private static final String LUGGAGE = "\"labels\":{\"app\":\"decode\",\"pod-template-hash\":\"5d8f7c9b6\"},"
            + "\"managedFields\":[{\"manager\":\"kube-controller-manager\",\"operation\":\"Update\",\"fieldsV1\":"
            + "{\"f:metadata\":{\"f:annotations\":{},\"f:labels\":{}},\"f:spec\":{"
            + "\"f:containers\":{},\"f:env\":{},".repeat(20)
            + "\"f:nodeName\":{}}}}],";

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "pretend-api");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, String> pods = new LinkedHashMap<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private long version = 1;

    /** A watch that somebody reads; an empty line ends it. */
    private record Watch(boolean ofPods, BlockingQueue<String> lines) {}

    /** Starts to listen on a free port. */
    public PretendApi() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    /** How it is reached. */
    public ApiServer server() {
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return new ApiServer(address, Tls.none(), Credentials.none());
    }

    /** A pod comes or changes; without an annotation it is none of the agent's. */
    public synchronized void pod(String name, String uid, Optional<String> annotation) {
        version++;
        String object = object(name, uid, annotation);
        tell(pods.put(name, object) == null ? "ADDED" : "MODIFIED", object);
    }

    /** A pod is deleted. */
    public synchronized void delete(String name) {
        String object = pods.remove(name);
        if (object != null) {
            version++;
            tell(
                    "DELETED",
                    object.replaceFirst("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"" + version + "\""));
        }
    }

    private String object(String name, String uid, Optional<String> annotation) {
        String annotations = annotation
                .map(value -> "\"annotations\":{\"" + CapText.ANNOTATION + "\":\"" + value + "\"},")
                .orElse("");
        return "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"serving\",\"uid\":\"" + uid + "\"," + annotations + LUGGAGE
                + "\"resourceVersion\":\"" + version + "\"}}";
    }

    private void tell(String type, String object) {
        for (Watch watch : watches) {
            if (watch.ofPods) {
                watch.lines.add("{\"type\":\"" + type + "\",\"object\":" + object + "}\n");
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean ofPods = exchange.getRequestURI().getPath().endsWith("/pods");
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (query.contains("watch=true")) {
                watch(exchange, ofPods, query.replaceFirst(".*resourceVersion=", ""));
            } else {
                byte[] body = list(ofPods).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(OK, body.length);
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String list(boolean ofPods) {
        return "{\"kind\":\"PartialObjectMetadataList\",\"metadata\":{\"resourceVersion\":\"" + version
                + "\"},\"items\":[" + (ofPods ? String.join(",", pods.values()) : "") + "]}";
    }

    private void watch(HttpExchange exchange, boolean ofPods, String from) throws IOException, InterruptedException {
        var watch = new Watch(ofPods, new LinkedBlockingQueue<>());
        synchronized (this) {
            if (ofPods && !from.equals(Long.toString(version))) {
                // nothing is kept of what was
                watch.lines.add("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,"
                        + "\"message\":\"too old resource version\"}}\n");
                watch.lines.add("");
            }
            watches.add(watch);
        }
        try {
            exchange.sendResponseHeaders(OK, 0);
            OutputStream body = exchange.getResponseBody();
            // from Java 25 on, the head of an answer waits for the first byte of its body otherwise
            body.flush();
            while (true) {
                String line = watch.lines.poll(BOOKMARK_SECONDS, TimeUnit.SECONDS);
                if (line != null && line.isEmpty()) {
                    return;
                }
                body.write((line == null ? bookmark() : line).getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        } finally {
            watches.remove(watch);
        }
    }

    private synchronized String bookmark() {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}}\n";
    }

    /** The watches end; what changes until they begin again is lost to them. */
    public void endWatches() {
        watches.forEach(watch -> watch.lines.add(""));
    }

    @Override
    public void close() {
        endWatches();
        http.stop(0);
        threads.shutdownNow();
    }
}
