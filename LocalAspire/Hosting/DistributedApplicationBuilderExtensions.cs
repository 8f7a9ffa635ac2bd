using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>The resources that an AppHost can add.</summary>
public static class DistributedApplicationBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.Add(new ProjectResource(name, new TProject()));

    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args) =>
        builder.Add(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory))).WithArgs(args ?? []);

    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag) =>
        throw new DistributedApplicationException(
            $"'{name}' is a container ({image}:{tag}), and LocalAspire runs none: start with EdgarApi:Containers=false, or build with -p:UseAspire=true.");

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.Add(new ParameterResource(name, () => ParameterResource.FromConfiguration(builder.Configuration, name), secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.Add(new ParameterResource(name, () => value, secret));

    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression) =>
        builder.Add(new ConnectionStringResource(name, connectionStringExpression));

    private static IResourceBuilder<T> Add<T>(this IDistributedApplicationBuilder builder, T resource) where T : IResource =>
        ((DistributedApplicationBuilder)builder).Add(resource);
}
