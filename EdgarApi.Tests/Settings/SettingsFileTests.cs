using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Sec.Sources;
using Microsoft.Extensions.Configuration;

namespace EdgarApi.Tests.Settings;

public sealed class SettingsFileTests
{
    /// <summary>With this variable set, the page is written instead of compared.</summary>
    private const string Record = "EDGAR_RECORD_EXAMPLES";

    [Theory]
    [InlineData(SettingCatalog.Api)]
    [InlineData(SettingCatalog.Warmer)]
    public void A_settings_file_has_every_setting_of_its_program_and_no_others(string program)
    {
        var file = JsonNode.Parse(File.ReadAllText(GetPath(program, "appsettings.json")))!["EdgarApi"]!.AsObject();
        var inFile = file.SelectMany(section => section.Value!.AsObject(), (section, setting) => $"EdgarApi:{section.Key}:{setting.Key}");

        Assert.Equal(GetSettings(program).Select(setting => setting.Key).Order(), inFile.Order());
    }

    [Theory]
    [InlineData(SettingCatalog.Api)]
    [InlineData(SettingCatalog.Warmer)]
    public void A_settings_file_says_the_defaults(string program)
    {
        var file = JsonNode.Parse(File.ReadAllText(GetPath(program, "appsettings.json")))!;
        Assert.NotEmptyAndAll(GetSettings(program), setting => Assert.Equal(
            setting.DefaultText,
            setting.Key.Split(':').Aggregate(file, (node, name) => node?[name]!) switch
            {
                null => "",
                JsonArray array => string.Join(", ", array),
                var value => $"{value}",
            }));
    }

    [Theory]
    [InlineData(SettingCatalog.Api)]
    [InlineData(SettingCatalog.Warmer)]
    public void The_settings_of_a_file_are_those_of_the_code(string program)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(GetPath(program, "appsettings.json")).Build();
        Assert.NotEmptyAndAll(GetClasses(program), options =>
        {
            var read = configuration.GetSection(SettingCatalog.GetSection(options)).Get(options)!;
            Assert.Equal(JsonSerializer.Serialize(Activator.CreateInstance(options), options), JsonSerializer.Serialize(read, options));
        });
    }

    [Fact]
    public void The_environment_overrides_a_file()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(GetPath(SettingCatalog.Warmer, "appsettings.json"))
            .AddInMemoryCollection([new("EdgarApi:Ingest:Companies:0", "AAPL"), new("EdgarApi:Ingest:Path", "/data")]).Build();

        var options = configuration.GetSection(IngestOptions.Section).Get<IngestOptions>()!;

        Assert.Equal(["AAPL"], options.Companies);
        Assert.Equal("/data", options.Path);
    }

    [Fact]
    public async Task The_page_has_every_setting()
    {
        var (path, page) = (GetPath("docs", "settings.md"), SettingsPage.Create());
        var token = TestContext.Current.CancellationToken;
        if (Environment.GetEnvironmentVariable(Record) is not null) await File.WriteAllTextAsync(path, page, token);
        Assert.True(
            File.Exists(path) && await File.ReadAllTextAsync(path, token) == page,
            $"docs/settings.md is out of date: run the tests once with {Record}=1.");
    }

    private static IEnumerable<Type> GetClasses(string program) =>
        SettingCatalog.Classes.Where(options => SettingCatalog.GetPrograms(options).Contains(program));

    private static IEnumerable<SettingCatalog.Setting> GetSettings(string program) =>
        GetClasses(program).SelectMany(SettingCatalog.GetSettings);

    private static string GetPath(string folder, string file, [CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../..", folder, file));
}
