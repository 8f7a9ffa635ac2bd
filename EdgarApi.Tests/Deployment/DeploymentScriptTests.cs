using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Deployment;

/// <summary>The scripts that the workflows run on what they have built and deployed.</summary>
public sealed class DeploymentScriptTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private static readonly string[] Layer =
    [
        "app/EdgarApi.Api.dll", "app/EdgarApi.Api.r2r.dll", "app/appsettings.json", "usr/share/zoneinfo/America/New_York", "usr/bin/dotnet",
    ];

    [Fact]
    public async Task The_smoke_test_passes_on_an_API_that_works()
    {
        using var client = await AnonymousAsync(("EdgarApi:MetricsUrl", $"http://127.0.0.1:{FreePort.Next()}"));

        var (code, output) = await RunAsync("smoke", [$"{client.BaseAddress}"], ("SMOKE_KEY", ApiServer.Key));

        Assert.True(code == 0, output);
        Assert.Equal(8, output.Split('\n').Count(line => line.StartsWith("passed ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a-wrong-key", "FAILED  a statement with a key: status 401")]
    public async Task The_smoke_test_fails_on_the_first_wrong_answer(string key, string message)
    {
        using var client = await AnonymousAsync(("EdgarApi:MetricsUrl", $"http://127.0.0.1:{FreePort.Next()}"));

        var (code, output) = await RunAsync("smoke", [$"{client.BaseAddress}"], ("SMOKE_KEY", key));

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_smoke_test_fails_where_nothing_answers()
    {
        var (code, output) = await RunAsync("smoke", [$"http://127.0.0.1:{FreePort.Next()}"]);

        Assert.NotEqual(0, code);
        Assert.DoesNotContain("passed", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", 0, "layers, 0 MB, 5 files")]
    [InlineData("\"1654\"", "\"0\"", "", 1, "does not run as user 1654, but as '0'")]
    [InlineData("base.name", "base.title", "", 1, "has no label base.name")]
    [InlineData("image.vendor", "image.created", "", 1, "has no label vendor")]
    [InlineData("DOTNET_EnableDiagnostics=0", "DATABASE_PASSWORD=x", "", 1, "has a secret in its environment")]
    [InlineData("", "", "usr/bin/bash", 1, "has a shell or a package manager: usr/bin/bash")]
    [InlineData("", "", "app/appsettings.Development.json", 1, "has a file of development: app/appsettings.Development.json")]
    public async Task The_check_of_images_finds_what_does_not_belong_there(
        string replace, string by, string file, int expectedCode, string message)
    {
        var archive = CreateImage(replace.Length == 0 ? config => config : config => config.Replace(replace, by, StringComparison.Ordinal),
            [.. Layer, .. file.Length == 0 ? [] : new[] { file }]);

        var (code, output) = await RunAsync("check-image", [archive, "EdgarApi.Api"]);

        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Equal(expectedCode, code);
    }

    [Fact]
    public async Task The_check_of_images_finds_what_is_missing()
    {
        var archive = CreateImage(config => config, Layer[..2]);

        var (code, output) = await RunAsync("check-image", [archive, "EdgarApi.Api"]);

        Assert.Equal(1, code);
        Assert.Contains("lacks time zones", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_of_images_finds_a_program_without_native_code()
    {
        var archive = CreateImage(config => config, Layer, isNative: false);

        var (code, output) = await RunAsync("check-image", [archive, "EdgarApi.Api"]);

        Assert.Equal(1, code);
        Assert.Contains("has no native code in app/EdgarApi.Api.r2r.dll", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string script, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("bash", [RepositoryFiles.GetPath($"scripts/{script}"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token).InTimeAsync(script);
        await process.WaitForExitAsync(Token).InTimeAsync(script);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>
    /// An image in the OCI format (https://github.com/opencontainers/image-spec) with one layer of files that are empty, except for the
    /// signature of native code in assemblies.
    /// </summary>
    private static string CreateImage(Func<string, string> change, IEnumerable<string> files, bool isNative = true)
    {
        byte[] GetContent(string file) => isNative && file.EndsWith(".dll", StringComparison.Ordinal) ? "RTR\0"u8.ToArray() : [];
        var folder = TestFolder.Create("image").FullName;
        var layer = AddBlob(folder, CreateTar(files.Select(file => (file, GetContent(file)))));
        var config = AddBlob(folder, Encoding.UTF8.GetBytes(change("""
            { "config": {
                "User": "1654", "Entrypoint": ["/app/EdgarApi.Api"], "Env": ["DOTNET_EnableDiagnostics=0"],
                "Labels": {
                  "org.opencontainers.image.description": "d", "org.opencontainers.image.vendor": "v",
                  "org.opencontainers.image.licenses": "MIT", "org.opencontainers.image.base.name": "b" } } }
            """)));
        var manifest = AddBlob(folder, JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2, config = new { digest = config.Digest, size = config.Size },
            layers = new[] { new { digest = layer.Digest, size = layer.Size } },
        }));
        File.WriteAllText(
            Path.Combine(folder, "index.json"), JsonSerializer.Serialize(new { manifests = new[] { new { digest = manifest.Digest } } }));
        var archive = Path.Combine(TestFolder.Create("archive").FullName, "image.tar");
        TarFile.CreateFromDirectory(folder, archive, includeBaseDirectory: false);
        return archive;
    }

    private static (string Digest, int Size) AddBlob(string folder, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        File.WriteAllBytes(Path.Combine(folder, "blobs", "sha256", hash), content);
        return ($"sha256:{hash}", content.Length);
    }

    private static byte[] CreateTar(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return stream.ToArray();
    }
}
