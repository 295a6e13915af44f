package io.dynamoplanner.data.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.role.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the profile of an engine: from a profile directory, where each part is taken from its npz file or, if that is
 * absent, from its JSON file, or from a bundle of profiles, see {@link PreSweptReader}.
 *
 * <p>Checked is what no engine model could work with: missing or empty arrays, arrays of different length, values that
 * are negative or not finite. Whether there are points enough is for the engine models to say.
 */
public final class ProfileReader {
    private static final long MAX_JSON_BYTES = 64 << 20;

    // NaN is let in so that our message can name the array that holds it.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProfileReader() {}

    /**
     * Reads the prefill and the decode part.
     *
     * @throws io.dynamoplanner.core.engine.ProfileException if a part is missing or wrong; names file, array and remedy
     */
    public static EngineProfile read(Path directory) {
        return read(directory, Set.of(Role.PREFILL, Role.DECODE));
    }

    /**
     * @param required roles whose part must be there; another part is read if it is there
     * @throws io.dynamoplanner.core.engine.ProfileException if a required part is missing or a part is wrong
     */
    public static EngineProfile read(Path directory, Set<Role> required) {
        if (!Files.isDirectory(directory)) {
            throw Faults.file(
                    directory,
                    Files.exists(directory)
                            ? "is a file; give the profile directory that holds it"
                            : "does not exist; run the profiler or correct profile_results_dir");
        }
        Path name = directory.toAbsolutePath().normalize().getFileName();
        return new EngineProfile(
                name == null ? "profile" : name.toString(),
                part(directory, Role.PREFILL, required, ProfileParts::prefill),
                part(directory, Role.DECODE, required, ProfileParts::decode));
    }

    /**
     * @param source a profile directory, or a selector into the bundle at {@code preSwept}
     * @throws io.dynamoplanner.core.engine.ProfileException if a required part is missing or a part is wrong
     */
    public static EngineProfile read(String source, Path preSwept, Set<Role> required) {
        return PreSweptSelector.isSelector(source)
                ? PreSweptReader.read(preSwept, PreSweptSelector.parse(source))
                : read(Path.of(source), required);
    }

    private static <P> Optional<P> part(
            Path directory, Role role, Set<Role> required, Function<ProfileArrays, P> parse) {
        Path npz = directory.resolve(ProfileLayout.NPZ.file(role));
        Path json = directory.resolve(ProfileLayout.JSON.file(role));
        if (Files.exists(npz)) {
            return Optional.of(parse.apply(new ProfileArrays.Npz(NpzFile.read(npz))));
        }
        if (Files.exists(json)) {
            return Optional.of(parse.apply(new ProfileArrays.Json(json, object(json))));
        }
        if (required.contains(role)) {
            throw Faults.file(
                    directory,
                    "has no " + role + " profile: neither " + ProfileLayout.NPZ.file(role) + " nor "
                            + ProfileLayout.JSON.file(role)
                            + " exists; run the profiler or correct profile_results_dir");
        }
        return Optional.empty();
    }

    private static JsonNode object(Path file) {
        try {
            if (Files.size(file) > MAX_JSON_BYTES) {
                throw Faults.file(file, "is larger than 64 MiB; this is no profile");
            }
            JsonNode object = JSON.readTree(Files.readAllBytes(file));
            if (!object.isObject()) {
                throw Faults.file(file, "is no JSON object; it must hold the arrays by name");
            }
            return object;
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw Faults.file(file, "is not valid JSON" + where + " (" + e.getOriginalMessage() + "); repair it");
        } catch (IOException e) {
            throw Faults.file(file, "cannot be read: " + e.getMessage());
        }
    }
}
