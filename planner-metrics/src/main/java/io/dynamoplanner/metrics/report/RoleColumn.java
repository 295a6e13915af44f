package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import java.util.List;
import java.util.function.Function;

/** A list of replica counts of a role and its name in the files. */
record RoleColumn(String name, Function<RoleTimeline, List<Integer>> values) {
    static final List<RoleColumn> ALL = List.of(
            new RoleColumn("wanted", RoleTimeline::wanted),
            new RoleColumn("ready", RoleTimeline::ready),
            new RoleColumn("starting", RoleTimeline::starting),
            new RoleColumn("draining", RoleTimeline::draining));
}
