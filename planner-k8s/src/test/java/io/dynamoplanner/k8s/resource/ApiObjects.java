package io.dynamoplanner.k8s.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Objects as an API server sends them, from files or from text in tests, read as the client reads them. */
public final class ApiObjects {
    public static final KubernetesSerialization CLIENT = PlannerKinds.serialization();
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiObjects() {}

    /** From JSON or YAML. */
    public static <T> T read(String text, Class<T> type) {
        return CLIENT.unmarshal(text, type);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Text of a test resource, unpacked if need be. */
    public static String file(String path) {
        return String.join("\n", lines(path));
    }

    public static List<String> lines(String path) {
        var lines = new ArrayList<String>();
        try (InputStream raw = open(path);
                InputStream plain = path.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                var reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
        return lines;
    }

    private static InputStream open(String path) {
        InputStream found = ApiObjects.class.getResourceAsStream("/" + path);
        if (found == null) {
            throw new IllegalArgumentException("no test resource " + path);
        }
        return found;
    }
}
