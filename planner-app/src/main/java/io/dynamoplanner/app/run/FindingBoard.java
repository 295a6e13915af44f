package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The findings that stand now, by who found them. Each source replaces its own; what is put right disappears by itself.
 * Safe for use by several threads.
 */
public final class FindingBoard {
    private final Map<String, List<Finding>> bySource = new TreeMap<>();
    private final Listener listener;

    /** Told of what changes, in the thread that changed it. */
    public interface Listener {
        void appeared(Finding finding);

        void settled(Finding finding);
    }

    public FindingBoard(Listener listener) {
        this.listener = listener;
    }

    /** What one source finds now, instead of what it found before. */
    public void put(String source, List<Finding> findings) {
        List<Finding> before;
        synchronized (bySource) {
            List<Finding> replaced =
                    findings.isEmpty() ? bySource.remove(source) : bySource.put(source, List.copyOf(findings));
            before = replaced == null ? List.of() : standing(replaced);
        }
        List<Finding> now = standing(findings);
        Set<Key> known = keys(before);
        Set<Key> stands = keys(now);
        now.stream().filter(f -> !known.contains(Key.of(f))).forEach(listener::appeared);
        before.stream().filter(f -> !stands.contains(Key.of(f))).forEach(listener::settled);
    }

    private static List<Finding> standing(List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.severity() != Finding.Severity.OK)
                .toList();
    }

    /** Numbers in the text of a finding may change from look to look; it is the same finding all the same. */
    private record Key(String code, String subject, Finding.Severity severity) {
        static Key of(Finding finding) {
            return new Key(finding.code(), finding.subject(), finding.severity());
        }
    }

    private static Set<Key> keys(List<Finding> findings) {
        var keys = new HashSet<Key>();
        findings.forEach(f -> keys.add(Key.of(f)));
        return keys;
    }

    /** All that stands out, the most serious first. */
    public List<Finding> all() {
        return standing(complete());
    }

    /** The same and what was found in order. */
    public List<Finding> complete() {
        var all = new ArrayList<Finding>();
        synchronized (bySource) {
            bySource.values().forEach(all::addAll);
        }
        all.sort((a, b) -> b.severity().compareTo(a.severity()));
        return List.copyOf(all);
    }

    /** One line for each finding that forbids writing. */
    public List<String> blocking() {
        return all().stream().filter(Finding::blocks).map(Finding::line).toList();
    }
}
