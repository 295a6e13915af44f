package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.engine.ProfileException;
import io.dynamoplanner.data.file.OneLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which configuration of a bundle of profiles is meant: values of the columns that describe it.
 *
 * <p>Written either as {@code use-pre-swept-results:} followed by all ten values in the order GPU, model, framework,
 * framework version, tp, dp, pp, block size, maximum batch size, GPU count; or with names, in any order, such as
 * {@code use-pre-swept-results:gpu_type=h200_sxm:model=nvidia/Llama-3.1-8B-Instruct-FP8:framework=vllm:tp=1}, where only
 * the first three are needed and a column left out may have any value.
 *
 * @param columns wanted value of each named column
 */
public record PreSweptSelector(Map<String, String> columns) {
    private static final String KEYWORD = "use-pre-swept-results";
    private static final List<String> COLUMNS = List.of(
            "gpu_type",
            "model",
            "framework",
            "framework_version",
            "tp",
            "dp",
            "pp",
            "block_size",
            "max_batch_size",
            "gpu_count");

    /** These make the path of the files. */
    private static final List<String> NEEDED = List.of("gpu_type", "framework", "model");

    public PreSweptSelector {
        for (String needed : NEEDED) {
            String value = columns.getOrDefault(needed, "");
            if (value.isEmpty() || List.of(value.split("/", -1)).stream().anyMatch(PreSweptSelector::isNoName)) {
                throw new ProfileException(OneLine.of(KEYWORD + ": " + needed + " is \"" + OneLine.value(value)
                        + "\"; name it as the bundle does, for example h200_sxm, vllm or nvidia/Llama-3.1-8B"));
            }
        }
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** Whether a profile source is a selector and not a directory. */
    public static boolean isSelector(String source) {
        return source.equals(KEYWORD) || source.startsWith(KEYWORD + ":");
    }

    /**
     * @throws ProfileException if it is no selector
     */
    public static PreSweptSelector parse(String source) {
        List<String> fields = List.of(source.split(":", -1));
        if (!isSelector(source)) {
            throw new ProfileException(OneLine.of(
                    "\"" + OneLine.value(source) + "\" is no selector; it must start with " + KEYWORD + ":"));
        }
        List<String> values = fields.subList(1, fields.size());
        boolean named = values.stream().anyMatch(value -> value.indexOf('=') >= 0);
        return new PreSweptSelector(named ? byName(values) : byPlace(values));
    }

    private static Map<String, String> byPlace(List<String> values) {
        if (values.size() != COLUMNS.size()) {
            throw new ProfileException(KEYWORD + " has " + values.size() + " values; give all of "
                    + String.join(":", COLUMNS) + ", or name the ones to select by as in tp=1");
        }
        var columns = new LinkedHashMap<String, String>();
        for (int i = 0; i < values.size(); i++) {
            columns.put(COLUMNS.get(i), values.get(i));
        }
        return columns;
    }

    private static Map<String, String> byName(List<String> values) {
        var columns = new LinkedHashMap<String, String>();
        for (String value : values) {
            int equals = value.indexOf('=');
            String name = equals < 0 ? value : value.substring(0, equals);
            if (equals < 0 || !COLUMNS.contains(name)) {
                throw new ProfileException(OneLine.of(KEYWORD + ": \"" + OneLine.value(value)
                        + "\" is no column; the columns are " + String.join(", ", COLUMNS)));
            }
            if (columns.put(name, value.substring(equals + 1)) != null) {
                throw new ProfileException(KEYWORD + ": " + name + " is given twice; give it once");
            }
        }
        return columns;
    }

    String get(String column) {
        return columns.getOrDefault(column, "");
    }

    private static boolean isNoName(String part) {
        return part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0;
    }
}
