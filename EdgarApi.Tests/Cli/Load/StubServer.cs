using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Tests.Cli.Load;

/// <summary>A Kestrel server that lists two companies and answers everything else as the test says.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>Path and query of what was asked.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<StubServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StubServer(app);
        app.Run(context =>
        {
            if (context.Request.Path == "/api/v1/companies")
                return context.Response.WriteAsync("""{"companies":[{"cik":"0000320193","ticker":"AAPL","loaded":true},{"cik":"0000000042","ticker":null,"loaded":true},{"cik":"1","ticker":"NO","loaded":false}]}""");
            server.Asked.Enqueue(context.Request.Path + context.Request.QueryString);
            return answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
