package io.dynamoplanner.power.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the metrics of an agent in this process as Prometheus does, every 15 seconds. */
final class Scraper {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(15);

    private final List<Integer> ports;
    private long next = System.nanoTime();

    Scraper(List<Integer> ports) {
        this.ports = ports;
    }

    void scrapeIfDue() {
        if (System.nanoTime() - next < 0) {
            return;
        }
        next += EVERY;
        for (int port : ports) {
            try (InputStream in =
                    URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
                in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
