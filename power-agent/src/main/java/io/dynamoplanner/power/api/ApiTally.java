package io.dynamoplanner.power.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests to the API server, each answer once. Thread safe. */
public final class ApiTally {
    private final Map<Call, LongAdder> calls = new ConcurrentHashMap<>();
    private final LongAdder failedLists = new LongAdder();

    /**
     * One kind of request.
     *
     * @param verb {@code list}, {@code watch}, or the HTTP method in lower case
     * @param status of the answer; 0 if there was none
     */
    public record Call(String verb, int status) {}

    /** How many requests there were. */
    public Map<Call, Long> counts() {
        var counts = new TreeMap<Call, Long>((a, b) -> a.toString().compareTo(b.toString()));
        calls.forEach((call, count) -> counts.put(call, count.sum()));
        return counts;
    }

    /** How many requests there were with this verb. */
    public long count(String verb) {
        return calls.entrySet().stream()
                .filter(entry -> entry.getKey().verb.equals(verb))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** How many lists or watches were refused, not answered, or broken off. */
    public long failedLists() {
        return failedLists.sum();
    }

    /** A list or a watch has failed, whether it was refused or broken off later. */
    public void listFailed() {
        failedLists.increment();
    }

    void count(String verb, int status) {
        calls.computeIfAbsent(new Call(verb, status), call -> new LongAdder()).increment();
    }
}
