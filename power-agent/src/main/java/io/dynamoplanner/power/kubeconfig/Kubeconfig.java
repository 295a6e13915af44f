package io.dynamoplanner.power.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.power.api.Credentials;
import io.dynamoplanner.power.api.Tls;
import io.dynamoplanner.power.api.TokenFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;

/**
 * The current context of kubeconfig files. Tokens, token files, client certificates and programs that fetch credentials are
 * understood; what is not is named, so that nobody wonders why the server refuses.
 */
public final class Kubeconfig {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final List<Part> parts;

    /** One file; paths inside of it start at its folder. */
    private record Part(Path file, JsonNode root) {}

    /** An entry of a list in a file. */
    private record Entry(Path file, JsonNode value) {
        String text(String field) {
            return value.path(field).asText("");
        }

        /** What a field holds in base 64, or else what is in the file that another field names. */
        byte[] bytes(String data, String path) {
            try {
                if (!text(data).isEmpty()) {
                    return Base64.getMimeDecoder().decode(text(data));
                }
                return text(path).isEmpty() ? new byte[0] : Files.readAllBytes(sibling(path));
            } catch (IOException | IllegalArgumentException e) {
                throw new BadInput(file + ": " + data + " or " + path + " cannot be read: " + e);
            }
        }

        Path sibling(String path) {
            return file.toAbsolutePath().resolveSibling(text(path));
        }

        void refuse(String field, String remedy) {
            JsonNode said = value.path(field);
            if (said.isContainerNode()
                    ? !said.isEmpty()
                    : said.asBoolean(!said.asText("").isEmpty())) {
                throw new BadInput(file + ": " + field + " is not supported here; " + remedy);
            }
        }
    }

    private Kubeconfig(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads files; what one names first holds.
     *
     * @throws BadInput if none can be read
     */
    public static Kubeconfig read(List<Path> files) {
        var parts = new ArrayList<Part>();
        for (Path file : files) {
            try {
                if (Files.exists(file)) {
                    parts.add(new Part(file, YAML.readTree(file.toFile())));
                }
            } catch (IOException e) {
                throw new BadInput("the kubeconfig " + file + " cannot be read: " + e.getMessage());
            }
        }
        if (parts.isEmpty()) {
            throw new BadInput("there is no kubeconfig at " + files + "; name one with --kubeconfig or KUBECONFIG");
        }
        return new Kubeconfig(parts);
    }

    /**
     * The server of the current context.
     *
     * @throws BadInput with what is wrong in the file, and the remedy
     */
    public ApiServer server() {
        String current = parts.stream()
                .map(part -> part.root.path("current-context").asText(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        parts.get(0).file + " has no current-context; choose one: kubectl config use-context NAME"));
        Entry context = entry("contexts", "context", current);
        Entry cluster = entry("clusters", "cluster", context.text("cluster"));
        Entry user = context.text("user").isEmpty()
                ? new Entry(context.file, MissingNode.getInstance())
                : entry("users", "user", context.text("user"));
        cluster.refuse("insecure-skip-tls-verify", "name the authority in certificate-authority");
        cluster.refuse("proxy-url", "use an address that can be reached directly, for instance of kubectl proxy");
        cluster.refuse("tls-server-name", "use the name in the certificate as the address of the server");
        user.refuse("auth-provider", "use exec in its place");
        user.refuse("username", "use a token or a client certificate");
        for (String impersonation : List.of("as", "as-groups", "as-uid", "as-user-extra")) {
            user.refuse(impersonation, "use credentials of the account itself");
        }
        try {
            URI address = URI.create(cluster.text("server"));
            byte[] authorities = cluster.bytes("certificate-authority-data", "certificate-authority");
            ExecPlugin plugin = user.value.path("exec").isObject()
                    ? new ExecPlugin(user.file, user.value.path("exec"), address, authorities, ExecPlugin.LIMIT)
                    : null;
            KeyManager[] ours = plugin == null
                    ? ClientCertificate.of(
                            user.bytes("client-certificate-data", "client-certificate"),
                            user.bytes("client-key-data", "client-key"))
                    : plugin.certificate();
            return new ApiServer(address, Tls.trusting(authorities, ours), plugin == null ? credentials(user) : plugin);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(
                    "context " + current + " of " + parts.get(0).file + " cannot be used: " + e.getMessage());
        }
    }

    private static Credentials credentials(Entry user) {
        if (!user.text("token").isEmpty()) {
            return Credentials.token(user.text("token").strip());
        }
        return user.text("tokenFile").isEmpty()
                ? Credentials.none()
                : new TokenFile(user.sibling("tokenFile"), System::nanoTime);
    }

    private Entry entry(String list, String field, String name) {
        for (Part part : parts) {
            for (JsonNode each : part.root.path(list)) {
                if (each.path("name").asText().equals(name)) {
                    return new Entry(part.file, each.path(field));
                }
            }
        }
        throw new BadInput(parts.get(0).file + " names \"" + name + "\", which is not among its " + list);
    }
}
