using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's application, held before it is built.</summary>
public interface IDistributedApplicationTestingBuilder
{
    ConfigurationManager Configuration { get; }

    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}

/// <summary>Runs an AppHost within a test.</summary>
public static class DistributedApplicationTestingBuilder
{
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var session = new TestSession(typeof(TEntryPoint).Assembly);
        session.Start(args);
        return new Builder(session, await session.Builder.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    private sealed class Builder(TestSession session, DistributedApplicationBuilder builder) : IDistributedApplicationTestingBuilder
    {
        public ConfigurationManager Configuration => builder.Configuration;

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken) => session.BuildAsync().WaitAsync(cancellationToken);
    }
}
