package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.Choice;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.ListType;
import io.dynamoplanner.data.config.type.MapType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.OpenType;
import io.dynamoplanner.data.config.type.Secret;
import io.dynamoplanner.data.config.type.SecretType;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.config.type.TextType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.List;
import java.util.Map;

/** The tick and the plugins that take part in a decision; checked by structure. */
public final class PluginFields {
    private static final FieldType<String> TEXT = TextType.text();
    private static final FieldType<List<String>> TEXTS = ListType.of(TEXT);
    private static final FieldType<Integer> ANY_INTEGER = IntegerType.between(-1_000_000_000, 1_000_000_000);
    private static final FieldType<Double> SECONDS =
            DecimalType.between(0, 604_800).in("s");
    private static final FieldType<Double> POSITIVE_SECONDS =
            DecimalType.above(0, 604_800).in("s");
    private static final FieldType<HoldPolicy> HOLD_POLICY = new ChoiceType<>(
            List.of(HoldPolicy.values()),
            Map.of(
                    "accept_when_idle", HoldPolicy.ACCEPT_WHEN_IDLE,
                    "hold_last", HoldPolicy.HOLD_LAST,
                    "0", HoldPolicy.ACCEPT_WHEN_IDLE,
                    "1", HoldPolicy.HOLD_LAST));

    private static final Member<Double> EXECUTION_INTERVAL =
            Member.of("execution_interval_seconds", SECONDS, 0.0, "Shortest time between two calls.");
    private static final Member<List<String>> NEEDS = Member.of("needs", TEXTS, List.of(), "Inputs it needs.");
    private static final Member<List<String>> REQUIRES =
            Member.of("requires_produced_fields", TEXTS, List.of(), "Results of earlier plugins that it needs.");
    private static final Member<Double> OBSERVATION_WINDOW =
            Member.of("observation_window_seconds", SECONDS, 0.0, "How much history it sees.");

    private static final StructType EXTERNAL_PLUGIN = StructType.of(
            Member.required("plugin_id", TextType.nonEmpty(), "Unique name."),
            Member.required("plugin_type", ChoiceType.of(Stage.class), "Stage of the pipeline."),
            Member.required("priority", ANY_INTEGER, "Rank inside the stage."),
            Member.required("endpoint", TextType.nonEmpty(), "Address."),
            Member.of("auth_token", new SecretType(), new Secret(""), "Credential; never shown."),
            Member.of("protocol_version", TEXT, "1.0", "Version of the protocol."),
            Member.of("version", TEXT, "v1", "Version of the plugin."),
            EXECUTION_INTERVAL,
            Member.of("hold_policy", HOLD_POLICY, HoldPolicy.HOLD_LAST, "What holds between two calls."),
            NEEDS,
            REQUIRES,
            OBSERVATION_WINDOW);

    private static final StructType GATEWAY = StructType.of(
            Member.of("enabled", new BooleanType(), false, "Whether plugins may register themselves."),
            Member.of("listen", TEXT, "unix:///var/run/dynamo/planner/registry.sock", "Address of the registry."),
            Member.of("allow_insecure", new BooleanType(), false, "Allow TCP without TLS."));

    static final Member<Double> SCALE_INTERVAL = Member.of(
            "scale_interval_seconds",
            POSITIVE_SECONDS,
            5.0,
            "Time between two ticks; if absent, the greatest common divisor of the intervals in use.");

    private static final StructType SCHEDULING_TYPE = StructType.of(
            Member.of("tick_max_duration_seconds", POSITIVE_SECONDS, 30.0, "Deadline of one tick."),
            Member.of("external_plugins", ListType.of(EXTERNAL_PLUGIN), List.of(), "Plugins in other processes."),
            Member.of("gateway", GATEWAY, GATEWAY.defaults(), "Registry for plugins."),
            SCALE_INTERVAL);

    private static final StructType AUTH = StructType.of(
            Member.of("trusted_sources", ListType.of(ChoiceType.of(Trust.class)), List.of(), "Who may register."),
            Member.<Map<String, Secret>>of(
                    "static_secrets", MapType.of(new SecretType()), Map.of(), "Credentials by name; never shown."));

    private static final StructType TRANSPORT = StructType.of(
            Member.of("allow_insecure_grpc", new BooleanType(), false, "Allow gRPC without TLS."),
            Member.of("request_timeout_seconds", POSITIVE_SECONDS, 5.0, "Longest time of one call."),
            Member.of("keepalive_time_ms", IntegerType.between(1, 86_400_000), 30_000, "Time between keep-alives."),
            Member.of("max_message_size_bytes", IntegerType.between(1, 1 << 30), 10_485_760, "Largest message."));

    private static final StructType IN_PROCESS_PLUGIN = StructType.of(
            Member.required("module", TEXT, "Module of the plugin."),
            Member.required("class", TEXT, "Class of the plugin."),
            Member.required("plugin_id", TEXT, "Unique name."),
            Member.required("plugin_type", ChoiceType.of(Stage.class), "Stage of the pipeline."),
            Member.required("priority", ANY_INTEGER, "Rank inside the stage."),
            EXECUTION_INTERVAL,
            Member.of(
                    "hold_policy",
                    ChoiceType.of(HoldPolicy.class),
                    HoldPolicy.ACCEPT_WHEN_IDLE,
                    "What holds between two calls."),
            NEEDS,
            REQUIRES,
            OBSERVATION_WINDOW,
            Member.<SourceNode>of("kwargs", new OpenType(), OpenType.EMPTY, "Arguments of the class."));

    private static final StructType ADMIN = StructType.of(
            Member.of("mode", ChoiceType.of(AdminMode.class), AdminMode.ALLOW_ALL, "Who may administer."));

    private static final StructType REGISTRATION_TYPE = StructType.of(
            Member.of("auth", AUTH, AUTH.defaults(), "Who may register."),
            Member.of("transport", TRANSPORT, TRANSPORT.defaults(), "How plugins are called."),
            Member.of("protocol_version_min", TEXT, "1.0", "Oldest accepted protocol."),
            Member.of("protocol_version_max", TEXT, "1.0", "Newest accepted protocol."),
            Member.of("heartbeat_timeout_seconds", SECONDS, 15.0, "Silence that counts as a missed heartbeat."),
            Member.of(
                    "heartbeat_missed_threshold", IntegerType.between(0, 1000), 2, "Missed heartbeats until removal."),
            Member.of("in_process_plugins", ListType.of(IN_PROCESS_PLUGIN), List.of(), "Plugins in this process."),
            Member.of("admin", ADMIN, ADMIN.defaults(), "Administration."));

    public static final ConfigField<Struct> SCHEDULING = ConfigField.of("scheduling", SCHEDULING_TYPE)
            .in(Group.PLUGINS)
            .later("plugin pipeline")
            .initially(SCHEDULING_TYPE.defaults(), "The tick, and plugins that run in other processes.");

    public static final ConfigField<Struct> PLUGIN_REGISTRATION = ConfigField.of(
                    "plugin_registration", REGISTRATION_TYPE)
            .in(Group.PLUGINS)
            .later("plugin pipeline")
            .initially(REGISTRATION_TYPE.defaults(), "Registration, transport and administration of plugins.");

    private PluginFields() {}

    static List<ConfigField<?>> all() {
        return List.of(SCHEDULING, PLUGIN_REGISTRATION);
    }

    private enum Stage implements Choice {
        PREDICT,
        PROPOSE,
        RECONCILE,
        CONSTRAIN
    }

    private enum HoldPolicy implements Choice {
        ACCEPT_WHEN_IDLE,
        HOLD_LAST;

        @Override
        public String spelling() {
            return name();
        }
    }

    private enum Trust implements Choice {
        STATIC_SECRET,
        ALLOW_UNAUTHENTICATED
    }

    private enum AdminMode implements Choice {
        ALLOW_ALL,
        K8S_RBAC
    }
}
