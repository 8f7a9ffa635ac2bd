using EdgarApi.Sec;
using EdgarApi.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Sec;

public sealed class SourceSettingTests
{
    [Theory]
    [InlineData("Nonsense")]
    [InlineData("7")]
    public void An_unknown_source_fails_at_startup_with_the_known_ones(string source)
    {
        var builder = Builder(source);
        var error = Assert.Throws<OptionsValidationException>(builder.AddCompanySource);
        Assert.Equal($"EdgarApi:Ingest:Source is '{source}'; it must be one of Sample, Bulk, Live.", error.Message);
        Assert.Equal(error.Message, Assert.Throws<OptionsValidationException>(builder.AddCompaniesOnDemand).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sample")]
    [InlineData("Bulk")]
    public void Source_names_ignore_case_and_the_default_is_the_sample(string? source) =>
        Assert.NotNull(Builder(source).AddCompanySource());

    private static HostApplicationBuilder Builder(string? source)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("EdgarApi:Ingest:Source", source), new("EdgarApi:Ingest:Path", EdgarData.Folder)]);
        return builder;
    }
}
