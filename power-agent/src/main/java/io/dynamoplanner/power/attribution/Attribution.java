package io.dynamoplanner.power.attribution;

import io.dynamoplanner.power.cap.Occupants;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.device.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who uses a board. The kubelet's word comes first where it is asked, because it is there before the first process; the
 * processes are the second opinion and find those who came another way. Where the two differ both count, and it is told.
 */
public final class Attribution {
    private final ProcFolder proc;

    public Attribution(ProcFolder proc) {
        this.proc = proc;
    }

    /**
     * Who uses a board.
     *
     * @param disagreement what the kubelet and the processes tell differently; empty if nothing, or if only one was asked
     */
    public record Use(Occupants occupants, String disagreement) {}

    /** Pods that run on a board, and how many processes belong to no pod with the annotation. */
    private record Running(Map<String, PodCap> pods, int others) {}

    /**
     * Combines the sources for one board.
     *
     * @param processes as the driver lists them
     * @param listed uptime of the machine before they were listed
     */
    public Use of(
            String uuid,
            Outcome<Set<Long>> processes,
            OptionalDouble listed,
            Allocations.Reading allocations,
            NodePods pods) {
        var hidden = new ArrayList<String>();
        processes.error().ifPresent(error -> hidden.add("the processes cannot be listed: " + error));
        Running running = running(processes.value().orElse(Set.of()), listed, pods, hidden);
        var found = new LinkedHashMap<String, PodCap>();
        int others = running.others;
        String disagreement = "";
        if (allocations instanceof Allocations.Reading.Known known) {
            Set<String> given = known.podsByDevice().getOrDefault(uuid, Set.of());
            for (String name : given) {
                PodCap pod = pods.byName().get(name);
                if (pod == null) {
                    others++;
                } else {
                    found.put(pod.uid(), pod);
                }
            }
            var strangers = new TreeSet<String>();
            running.pods.values().stream()
                    .map(PodCap::path)
                    .filter(path -> !given.contains(path))
                    .forEach(strangers::add);
            if (!strangers.isEmpty()) {
                disagreement = "processes of " + strangers + " run on a board that the kubelet has not given them";
            }
        }
        found.putAll(running.pods);
        return new Use(occupants(found, others, hidden), disagreement);
    }

    private static Occupants occupants(Map<String, PodCap> found, int others, List<String> hidden) {
        if (found.isEmpty() && !hidden.isEmpty()) {
            return new Occupants.Unknown(hidden.get(0));
        }
        return found.isEmpty() && others == 0
                ? new Occupants.Nobody()
                : new Occupants.Somebody(List.copyOf(found.values()), others);
    }

    private Running running(Set<Long> pids, OptionalDouble listed, NodePods pods, List<String> hidden) {
        var found = new LinkedHashMap<String, PodCap>();
        int others = 0;
        for (long pid : pids) {
            ProcFolder.Home home = proc.home(pid, listed);
            if (home instanceof ProcFolder.Home.Pod pod) {
                if (pods.withUid(pod.uid()).isPresent()) {
                    PodCap known = pods.withUid(pod.uid()).get();
                    found.put(known.uid(), known);
                } else {
                    others++;
                }
            } else if (home instanceof ProcFolder.Home.Host) {
                others++;
            } else if (home instanceof ProcFolder.Home.Hidden unreadable) {
                hidden.add(unreadable.why());
            }
        }
        return new Running(found, others);
    }
}
