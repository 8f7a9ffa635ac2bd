namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    private const string OrganizationColumns =
        "id as Id, name as Name, is_operator as IsOperator, is_active as IsActive, created_at as CreatedAt, updated_at as UpdatedAt";

    /// <summary>Makes an organization.</summary>
    /// <exception cref="AccountConflictException">Another one has the name.</exception>
    public async Task<Organization> CreateOrganizationAsync(Actor actor, string name, bool isOperator, CancellationToken cancellationToken) =>
        (await ChangeAsync(actor, async change =>
        {
            var made = await RuledAsync(
                change.GetAsync<Organization>($"insert into organizations (name, is_operator) values (@Name, @IsOperator) returning {OrganizationColumns}",
                    new { Name = name, IsOperator = isOperator }),
                "organizations_name", $"There is an organization '{name}' already.").ConfigureAwait(false);
            await change.NoteAsync("organization.create", $"organization:{made.Id}", made.Id, new { made.Name, made.IsOperator }).ConfigureAwait(false);
            return made;
        }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Changes an organization, and with it what all of its keys open; null when there is none.</summary>
    /// <exception cref="AccountConflictException">Another one has the name.</exception>
    public Task<Organization?> UpdateOrganizationAsync(Actor actor, long id, OrganizationChanges changes, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            var changed = await RuledAsync(
                change.FindAsync<Organization>(
                    $"""
                    update organizations set name = coalesce(@Name, name), is_active = coalesce(@IsActive, is_active), updated_at = now()
                    where id = @Id and (@Reach is null or id = @Reach) returning {OrganizationColumns}
                    """,
                    new { Id = id, actor.Reach, changes.Name, changes.IsActive }),
                "organizations_name", $"There is an organization '{changes.Name}' already.").ConfigureAwait(false);
            if (changed is null) return null;
            if (changes.IsActive is not null) await change.TouchKeysAsync("organization_id = @Id", new { Id = id }).ConfigureAwait(false);
            await change.NoteAsync("organization.update", $"organization:{id}", id, changes).ConfigureAwait(false);
            return changed;
        }, cancellationToken);

    /// <summary>Organizations by id, a page at a time.</summary>
    /// <param name="reach">The one organization to see; null for all.</param>
    /// <param name="after">Id of the last one that is known already; 0 for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task<IReadOnlyList<Organization>> ListOrganizationsAsync(long? reach, long after, int limit, CancellationToken cancellationToken) =>
        ListAsync<Organization>(
            $"select {OrganizationColumns} from organizations where id > @After and (@Reach is null or id = @Reach) order by id limit @Limit",
            new { After = after, Reach = reach, Limit = limit }, cancellationToken);

    /// <summary>One organization; null when there is none.</summary>
    public async Task<Organization?> FindOrganizationAsync(long? reach, long id, CancellationToken cancellationToken) =>
        (await ListAsync<Organization>(
            $"select {OrganizationColumns} from organizations where id = @Id and (@Reach is null or id = @Reach)", new { Id = id, Reach = reach }, cancellationToken)
            .ConfigureAwait(false)).SingleOrDefault();

    /// <summary>One organization by its name in any case of letters; null when there is none.</summary>
    public async Task<Organization?> FindOrganizationAsync(string name, CancellationToken cancellationToken) =>
        (await ListAsync<Organization>($"select {OrganizationColumns} from organizations where lower(name) = lower(@Name)", new { Name = name }, cancellationToken)
            .ConfigureAwait(false)).SingleOrDefault();
}
