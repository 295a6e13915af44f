package io.dynamoplanner.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.TestAbortedException;

/**
 * What a suite does when a server that it needs is not on this machine.
 *
 * <p>It is skipped, so that everybody can build the project. With {@code REQUIRE_REAL_SERVERS=true} in the environment
 * it fails instead: a continuous build that skips everything must not be green.
 */
public final class Missing {
    /** One line is enough for a suite of many classes. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Missing() {}

    /**
     * The exception to throw; says what is missing on standard error, once in a JVM.
     *
     * @param what is missing, and how to get it
     */
    public static RuntimeException server(String what) {
        if (Boolean.parseBoolean(System.getenv("REQUIRE_REAL_SERVERS"))) {
            return new IllegalStateException(what + " (REQUIRE_REAL_SERVERS=true: a skipped suite is a failure)");
        }
        if (SAID.add(what)) {
            System.err.println("[servers] skipping tests: " + what);
        }
        return new TestAbortedException(what);
    }
}
