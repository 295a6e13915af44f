package io.dynamoplanner.power.cap;

import io.dynamoplanner.power.cap.Wish.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes one wish of the annotations of all pods on a board:
 *
 * <pre>
 *   pods   values               wish
 *   1      usable               the value
 *   1      unusable             the safe default
 *   2..n   all usable, equal    the value
 *   2..n   otherwise            by the conflict policy: the safe default, the lowest or the highest
 * </pre>
 *
 * Pods without the annotation have no vote, and neither have pods of namespaces that no rule names.
 */
public final class Vote {
    private final CapPolicy policy;

    public Vote(CapPolicy policy) {
        this.policy = policy;
    }

    /**
     * The wish of these pods; empty if none of them has a say.
     *
     * @param pods each once
     * @param mig whether the board is split into instances
     */
    public Optional<Wish> wish(List<PodCap> pods, boolean mig) {
        List<PodCap> heard = pods.stream()
                .filter(pod -> policy.namespaces().allow(pod.namespace()))
                .toList();
        if (heard.isEmpty() || (mig && policy.mig() == MigPolicy.IGNORE)) {
            return Optional.empty();
        }
        boolean usable = heard.stream().allMatch(pod -> pod.requested() instanceof CapText.Watts);
        List<Integer> watts = heard.stream().map(this::watts).toList();
        if (heard.size() == 1) {
            return Optional.of(ofOne(heard.get(0), watts.get(0)));
        }
        if (usable && mig && policy.mig() == MigPolicy.SUM) {
            int sum = watts.stream().mapToInt(Integer::intValue).sum();
            return Optional.of(new Wish(sum, Basis.SUM, heard, "the sum of " + said(heard)));
        }
        if (usable && watts.stream().distinct().count() == 1) {
            return Optional.of(new Wish(watts.get(0), Basis.AGREE, heard, heard.size() + " pods ask for the same"));
        }
        return Optional.of(conflict(heard, watts));
    }

    private Wish ofOne(PodCap pod, int watts) {
        if (pod.requested() instanceof CapText.Unusable unusable) {
            return new Wish(
                    watts,
                    Basis.UNUSABLE,
                    List.of(pod),
                    "safe default: the annotation of " + pod.path() + " cannot be used: " + unusable.why());
        }
        boolean bounded = !pod.requested().equals(new CapText.Watts(watts));
        return new Wish(
                watts,
                Basis.ANNOTATION,
                List.of(pod),
                "asked by " + pod.path() + (bounded ? ", inside the bounds of its namespace" : ""));
    }

    private Wish conflict(List<PodCap> pods, List<Integer> watts) {
        var all = new ArrayList<>(watts);
        int chosen = switch (policy.conflict()) {
            case SAFE_DEFAULT -> policy.safeDefaultWatts();
            case MIN -> all.stream().min(Integer::compare).orElseThrow();
            case MAX -> all.stream().max(Integer::compare).orElseThrow();
        };
        String rule = switch (policy.conflict()) {
            case SAFE_DEFAULT -> "safe default";
            case MIN -> "lowest";
            case MAX -> "highest";
        };
        return new Wish(chosen, Basis.CONFLICT, pods, rule + ": the pods do not agree: " + said(pods));
    }

    /** What a pod asks for inside the bounds of its namespace; the safe default if that is unusable. */
    private int watts(PodCap pod) {
        return pod.requested() instanceof CapText.Watts wanted
                ? policy.namespaces().bounded(pod.namespace(), wanted.watts())
                : policy.safeDefaultWatts();
    }

    private static String said(List<PodCap> pods) {
        return pods.stream()
                .map(pod -> pod.path() + " "
                        + (pod.requested() instanceof CapText.Watts wanted ? wanted.watts() + " W" : "unusable"))
                .collect(Collectors.joining(", "));
    }
}
