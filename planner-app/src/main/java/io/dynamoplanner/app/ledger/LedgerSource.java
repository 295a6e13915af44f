package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.ledger.LedgerFiles;
import io.dynamoplanner.data.ledger.LedgerReader;
import io.dynamoplanner.data.ledger.LedgerRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** Where a ledger comes from: files, or a planner that is running. */
public sealed interface LedgerSource {
    /**
     * Reads it from its oldest line to its newest.
     *
     * @param progress told how much is done, from 0 to 1, where that is known
     * @return what is worth telling about the lines
     * @throws BadInput if it cannot be reached
     * @throws io.dynamoplanner.data.ledger.LedgerException if it cannot be used
     */
    List<String> read(Consumer<LedgerRecord> to, DoubleConsumer progress);

    /**
     * Files.
     *
     * @param path a file, or a directory of ledger files
     */
    record Files(Path path) implements LedgerSource {
        @Override
        public List<String> read(Consumer<LedgerRecord> to, DoubleConsumer progress) {
            return LedgerFiles.read(path, to, progress);
        }
    }

    /**
     * A planner that serves its newest decisions.
     *
     * @param url address of the decisions, without its query for the last N
     */
    record Running(URI url) implements LedgerSource {
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        /**
         * The address of a planner; one without a path is that of its decisions.
         *
         * @param last how many decisions are wanted; all that it holds if not positive
         * @throws BadInput if it is not an HTTP address
         */
        public static Running of(String address, int last) {
            try {
                URI given = new URI(address);
                String scheme = String.valueOf(given.getScheme());
                if (given.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                    throw new BadInput("--from " + address + " is no address; write http://HOST:PORT/decisions");
                }
                String path = given.getRawPath().length() > 1 ? given.getRawPath() : "/decisions";
                String query = given.getRawQuery() == null ? "" : given.getRawQuery();
                String wanted = last > 0 ? "last=" + last : "";
                String both = query + (query.isEmpty() || wanted.isEmpty() ? "" : "&") + wanted;
                return new Running(
                        new URI(scheme + "://" + given.getRawAuthority() + path + (both.isEmpty() ? "" : "?" + both)));
            } catch (URISyntaxException e) {
                throw new BadInput("--from " + address + " is no address (" + e.getReason()
                        + "); write http://HOST:PORT/decisions");
            }
        }

        @Override
        public List<String> read(Consumer<LedgerRecord> to, DoubleConsumer progress) {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build();
            try {
                HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    if (response.statusCode() != 200) {
                        throw new BadInput("--from " + url + ": answered with status " + response.statusCode()
                                + "; is this the address of a planner's decisions?");
                    }
                    return read(lines, to);
                }
            } catch (ConnectException e) {
                throw unreachable("nobody listens there");
            } catch (HttpTimeoutException e) {
                throw unreachable("no answer within " + PATIENCE.toSeconds() + " s");
            } catch (IOException e) {
                throw unreachable(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }

        private List<String> read(BufferedReader lines, Consumer<LedgerRecord> to) throws IOException {
            var reader = new LedgerReader(to);
            Path name = Path.of("decisions of " + url.getHost());
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    reader.line(name, number, line);
                }
            }
            if (number == 0) {
                throw new BadInput("--from " + url + ": the planner has decided nothing yet; ask again after its first"
                        + " interval");
            }
            reader.end(name);
            return reader.notes();
        }

        private BadInput unreachable(String why) {
            return new BadInput("--from " + url + ": cannot be reached (" + why + "); run the command where the planner"
                    + " runs (kubectl exec), forward its port, or read its files with --ledger");
        }
    }
}
