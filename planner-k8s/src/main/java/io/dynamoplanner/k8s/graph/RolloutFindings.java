package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an operator should know about a change that does not finish. */
record RolloutFindings(RoleFacts facts, RoleMemory memory, Instant now) {

    List<Finding> of(Rollout rollout, Duration noCapacityAfter) {
        var findings = new ArrayList<Finding>();
        switch (rollout) {
            case UNKNOWN ->
                findings.add(Finding.info(
                        "counts-unknown", subject(), "the operator does not report how many replicas it has"));
            case STUCK -> findings.add(stuck());
            case SETTLED -> {
                if (facts.surplus() > 0) {
                    findings.add(unaccounted());
                }
            }
            case SCALING, UPDATING -> {}
        }
        memory.waitingSince()
                .filter(since -> !now.isBefore(since.plus(noCapacityAfter)))
                .ifPresent(since -> findings.add(Finding.warning(
                        "no-capacity",
                        subject(),
                        facts.waiting() + " of its replicas have found no node since " + since,
                        "add nodes with free GPUs, or lower the GPU budget or the most replicas of the role")));
        return findings;
    }

    private Finding stuck() {
        if (facts.graph().status().rollingUpdatePhase().equals("Failed")) {
            return Finding.warning(
                    "rolling-update-failed",
                    subject(),
                    "DGD '" + facts.graph().id().name() + "' rollingUpdate.phase is Failed",
                    "correct the template of the graph; until then replicas are only taken away");
        }
        String since = memory.unsettled()
                .map(unsettled -> " since " + unsettled.progressAt())
                .orElse("");
        String why = facts.unfinished().orElse("");
        return facts.isDrift()
                ? Finding.warning(
                        "status-drift",
                        subject(),
                        "all " + facts.desired() + " replicas serve, but the operator's report does not settle" + since
                                + ": " + why,
                        "restart the Dynamo operator, or upgrade it; until then replicas are only taken away")
                : Finding.warning(
                        "rollout-stuck",
                        subject(),
                        "no progress" + since + ": " + why,
                        "look at the events of its pods; until then replicas are only taken away");
    }

    private Finding unaccounted() {
        return Finding.warning(
                "pods-unaccounted",
                subject(),
                "pods of " + facts.podReplicas() + " replicas carry its labels, the operator counts " + facts.desired(),
                "delete pods that do not belong there; they count as holding GPUs");
    }

    private String subject() {
        return "component " + facts.component().name() + " of graph "
                + facts.graph().id();
    }
}
