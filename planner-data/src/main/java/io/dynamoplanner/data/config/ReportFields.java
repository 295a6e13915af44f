package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.TextType;
import java.util.List;
import java.util.Optional;

/** Reports about a running planner. */
public final class ReportFields {
    private static final String REPORTS = "periodic reports";

    public static final ConfigField<Optional<Double>> REPORT_INTERVAL_HOURS = ConfigField.of(
                    "report_interval_hours",
                    OptionalType.of(DecimalType.above(0, 87_600).in("h")))
            .in(Group.REPORTING)
            .later(REPORTS)
            .initially(Optional.of(24.0), "Time between two reports; null: none.");

    public static final ConfigField<String> REPORT_OUTPUT_DIR = ConfigField.of("report_output_dir", TextType.text())
            .in(Group.REPORTING)
            .later(REPORTS)
            .initially("./planner_reports", "Directory for reports.");

    public static final ConfigField<Optional<String>> REPORT_FILENAME = ConfigField.of(
                    "report_filename", OptionalType.of(TextType.text()))
            .in(Group.REPORTING)
            .later(REPORTS)
            .initially(Optional.empty(), "Name of the report; null: made from the time.");

    public static final ConfigField<Boolean> REPORT_WRITE_GZIP_LOG = ConfigField.of(
                    "report_write_gzip_log", new BooleanType())
            .in(Group.REPORTING)
            .later(REPORTS)
            .initially(true, "Write the data of a report beside it, compressed.");

    public static final ConfigField<Integer> LIVE_DASHBOARD_PORT = ConfigField.of(
                    "live_dashboard_port", IntegerType.between(0, 65_535))
            .in(Group.REPORTING)
            .later("live dashboard")
            .initially(8080, "Port of the live dashboard; 0 switches it off.");

    private ReportFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                REPORT_INTERVAL_HOURS, REPORT_OUTPUT_DIR, REPORT_FILENAME, REPORT_WRITE_GZIP_LOG, LIVE_DASHBOARD_PORT);
    }
}
