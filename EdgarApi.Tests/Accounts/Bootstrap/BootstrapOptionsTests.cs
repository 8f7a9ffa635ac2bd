using EdgarApi.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Accounts.Bootstrap;

public sealed class BootstrapOptionsTests
{
    [Fact]
    public void A_text_that_is_not_a_key_prevents_the_start()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:edgardb"] = "Host=127.0.0.1;Username=edgar;Database=edgar", ["EdgarApi:Bootstrap:AdminKey"] = "secret",
        });
        builder.AddAccountBootstrap();
        using var host = builder.Build();

        var error = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal("EdgarApi:Bootstrap:AdminKey is not a key. 'edgar keys generate' prints one.", Assert.Single(error.Failures));
    }
}
